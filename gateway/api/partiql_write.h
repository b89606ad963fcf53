// INSERT, UPDATE and DELETE: from the statement to the owner's PutItem, UpdateItem or DeleteItem.
//
//   INSERT  puts the item if there is none of its key
//   UPDATE  changes the item if there is one and the condition holds
//   DELETE  deletes the item if there is none or the condition holds
#pragma once

#include <string>

#include "base/sha256.h"
#include "gateway/api/partiql_statement.h"
#include "gateway/edge.h"
#include "model/api_error.h"
#include "model/key.h"
#include "wire/delete_item.h"
#include "wire/put_item.h"
#include "wire/update_item.h"
#include "wire/write_options.h"

namespace partita::gateway::api {

struct PartiqlWrite {
  expr::PartiqlVerb verb = expr::PartiqlVerb::kInsert;
  model::TableId table = 0;
  model::ItemKey key;
  std::string subject;  // encoded: the item of an INSERT, the key attributes of the others
  uint64_t item_size = 0;
  std::string update;     // program
  std::string condition;  // program
  wire::ReturnValues return_values = wire::ReturnValues::kNone;
  bool return_old_on_condition_failure = false;

  // Views into this.
  wire::PutItemRequest put() const;
  wire::UpdateItemRequest change() const;
  wire::DeleteItemRequest deletion() const;
};

// Refused: a key that is not there, not whole or not of the schema's types; an item too large or
// one that an index refuses; an update of a key attribute.
model::ApiResult<PartiqlWrite> PlanWrite(const PreparedPartiql& prepared, base::Sha256* sha256);

// Asks the owner. What it refuses is to be said as RefusalOf() words it.
void AskForWrite(Edge* edge, const PartiqlWrite& write, OnReply on_reply);
model::ApiError RefusalOf(expr::PartiqlVerb verb, model::ApiError error);

// Whether RETURNING has anything to show.
bool HasAttributes(const wire::WriteResult& result);

}  // namespace partita::gateway::api
