#include "gateway/api/partiql_write.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "expr/condition.h"
#include "expr/partiql_key.h"
#include "expr/update.h"
#include "model/api_message.h"
#include "model/item_codec.h"
#include "model/item_size.h"
#include "model/key.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace message = model::message;
using expr::ConditionKind;
using expr::ConditionNode;
using expr::PartiqlReturning;
using expr::PartiqlVerb;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;
using model::Item;

namespace {

ConditionNode ItemIsAbsent(const model::TableSchema& table) {
  ConditionNode absent;
  absent.kind = ConditionKind::kAttributeNotExists;
  absent.operands = {{expr::Path{{table.key.partition.front().name}}, false}};
  return absent;
}

std::string ProgramOf(ConditionNode node) {
  std::string program;
  expr::Condition(std::make_unique<ConditionNode>(std::move(node))).EncodeTo(&program);
  return program;
}

ApiStatus CheckInsertedKey(const model::TableSchema& table, const Item& item) {
  for (const auto* part : {&table.key.partition, &table.key.sort}) {
    for (const model::KeyAttribute& attribute : *part) {
      const model::AttributeValue* value = item.Find(attribute.name);
      if (value == nullptr)
        return ApiError::Validation(fmt::format(message::kPartiqlKeyAbsent, attribute.name));
      if (value->type() != attribute.type)
        return ApiError::Validation(fmt::format(message::kPartiqlKeyTypeMismatch, attribute.name));
    }
  }
  return {};
}

ApiResult<PartiqlWrite> PlanInsert(const PreparedPartiql& prepared, base::Sha256* sha256) {
  const Item& item = prepared.statement.item;
  PartiqlWrite write;
  PARTITA_TRY(CheckInsertedKey(*prepared.table, item));
  write.item_size = model::ItemSize(item);
  if (write.item_size > model::kMaxItemBytes) return ApiError::Validation(message::kItemTooLarge);
  PARTITA_ASSIGN(write.key,
                 model::MakeItemKey(*prepared.table, item, model::KeySource::kItem, sha256));
  PARTITA_TRY(model::CheckIndexKeys(*prepared.table, item));
  model::EncodeItem(item, &write.subject);
  write.condition = ProgramOf(ItemIsAbsent(*prepared.table));
  return write;
}

ApiStatus CheckKeyUntouched(const model::TableSchema& table, const expr::Update& update) {
  for (const expr::Path* path : update.Targets()) {
    const std::string& name = std::get<std::string>(path->elements.front());
    for (const auto* part : {&table.key.partition, &table.key.sort}) {
      for (const model::KeyAttribute& key : *part) {
        if (key.name == name) return ApiError::Validation(fmt::format(message::kUpdatesKey, name));
      }
    }
  }
  return {};
}

wire::ReturnValues ReturnValuesOf(PartiqlReturning returning) {
  switch (returning) {
    case PartiqlReturning::kAllOld:
      return wire::ReturnValues::kAllOld;
    case PartiqlReturning::kModifiedOld:
      return wire::ReturnValues::kUpdatedOld;
    case PartiqlReturning::kAllNew:
      return wire::ReturnValues::kAllNew;
    case PartiqlReturning::kModifiedNew:
      return wire::ReturnValues::kUpdatedNew;
    case PartiqlReturning::kNone:
      break;
  }
  return wire::ReturnValues::kNone;
}

// The key of an UPDATE, a DELETE or an EXISTS, and its condition. An UPDATE's holds for no item
// that is not there, because it names the key.
ApiResult<PartiqlWrite> PlanOnItem(const PreparedPartiql& prepared, base::Sha256* sha256) {
  const expr::PartiqlStatement& statement = prepared.statement;
  const ConditionNode* where = statement.where ? &*statement.where : nullptr;
  PARTITA_ASSIGN(const Item key, expr::FindWholeKey(where, prepared.table->key));
  PartiqlWrite write;
  PARTITA_ASSIGN(write.key,
                 model::MakeItemKey(*prepared.table, key, model::KeySource::kKeyParameter, sha256));
  model::EncodeItem(key, &write.subject);
  if (statement.verb != PartiqlVerb::kDelete) {
    write.condition = ProgramOf(*where);
  } else if (expr::SaysMoreThanKey(*where, prepared.table->key)) {
    ConditionNode either;
    either.kind = ConditionKind::kOr;
    either.children = {ItemIsAbsent(*prepared.table), *where};
    write.condition = ProgramOf(std::move(either));
  }
  if (statement.verb == PartiqlVerb::kUpdate) {
    const expr::Update update(statement.actions);
    PARTITA_TRY(CheckKeyUntouched(*prepared.table, update));
    update.EncodeTo(&write.update);
  }
  return write;
}

}  // namespace

wire::PutItemRequest PartiqlWrite::put() const {
  wire::PutItemRequest request;
  request.table = table;
  request.key = key.bytes;
  request.item = subject;
  request.item_size = item_size;
  request.options = {condition, return_values, return_old_on_condition_failure};
  return request;
}

wire::UpdateItemRequest PartiqlWrite::change() const {
  wire::UpdateItemRequest request;
  request.table = table;
  request.key = key.bytes;
  request.key_attributes = subject;
  request.update = update;
  request.options = {condition, return_values, return_old_on_condition_failure};
  return request;
}

wire::DeleteItemRequest PartiqlWrite::deletion() const {
  wire::DeleteItemRequest request;
  request.table = table;
  request.key = key.bytes;
  request.options = {condition, return_values, return_old_on_condition_failure};
  return request;
}

ApiResult<PartiqlWrite> PlanWrite(const PreparedPartiql& prepared, base::Sha256* sha256) {
  PARTITA_ASSIGN(PartiqlWrite write, prepared.statement.verb == PartiqlVerb::kInsert
                                         ? PlanInsert(prepared, sha256)
                                         : PlanOnItem(prepared, sha256));
  write.verb = prepared.statement.verb;
  write.table = prepared.table->id;
  write.return_values = ReturnValuesOf(prepared.statement.returning);
  return write;
}

void AskForWrite(Edge* edge, const PartiqlWrite& write, OnReply on_reply) {
  const uint32_t slot = edge->SlotOf(write.key.hash);
  const auto ask = [&](wire::MessageKind kind, const auto& request) {
    edge->AskPartition(
        slot, kind, [&request](base::ByteWriter* writer) { wire::Encode(request, writer); },
        std::move(on_reply));
  };
  if (write.verb == PartiqlVerb::kInsert) {
    ask(wire::MessageKind::kPutItem, write.put());
  } else if (write.verb == PartiqlVerb::kUpdate) {
    ask(wire::MessageKind::kUpdateItem, write.change());
  } else {
    ask(wire::MessageKind::kDeleteItem, write.deletion());
  }
}

ApiError RefusalOf(PartiqlVerb verb, ApiError error) {
  if (verb == PartiqlVerb::kInsert && error.type == model::ApiErrorType::kConditionalCheckFailed) {
    return ApiError::Of(model::ApiErrorType::kDuplicateItem, std::string(message::kDuplicateItem));
  }
  if (error.message == message::kNestedTooDeep) error.message = message::kPartiqlNesting;
  return error;
}

// An encoded item without attributes is its count alone.
bool HasAttributes(const wire::WriteResult& result) {
  return result.has_attributes && result.attributes.size() > 1;
}

}  // namespace partita::gateway::api
