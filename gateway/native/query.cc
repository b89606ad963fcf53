// Query: a range of the items under one partition key, of a table or of an index.
#include <string>
#include <utility>

#include "expr/key_terms.h"
#include "expr/program_check.h"
#include "gateway/api/read_ranges.h"
#include "gateway/native/page.h"
#include "model/api_message.h"

namespace partita::gateway::native {
namespace {

model::ApiResult<expr::KeyCondition> ReadKeyCondition(std::string_view encoded,
                                                      const model::KeySchema& key) {
  base::ByteReader reader(encoded);
  expr::KeyTerms terms = expr::DecodeKeyTerms(&reader);
  if (!reader.Finished()) return Malformed("key condition");
  PARTITA_TRY(expr::CheckProgram(terms));
  return expr::BindKeyCondition(std::move(terms), key);
}

}  // namespace

model::ApiStatus Query(Request* request) {
  const wire::NativeQueryRequest query = wire::DecodeNativeQueryRequest(&request->payload);
  PARTITA_TRY(ExpectWhole(request->payload));
  PARTITA_ASSIGN(PageParameters parameters, CheckRead(request->edge, query));
  const api::ReadSource& source = parameters.source;
  PARTITA_ASSIGN(const expr::KeyCondition condition,
                 ReadKeyCondition(query.key_terms, source.key()));
  PARTITA_ASSIGN(api::QueryRange range,
                 api::RangeOf(condition, source, &request->edge->sha256()));
  if (parameters.start_key) {
    PARTITA_ASSIGN(const api::StartPlace start,
                   api::PlaceOf(source, *parameters.start_key, model::message::kStartKeyInvalid,
                                &request->edge->sha256()));
    PARTITA_TRY(api::StartBehind(start, query.backward, &range));
  }
  PARTITA_TRY(api::CheckFilterWithoutKeys("Filter Expression", parameters.filter.get(),
                                          source.key()));
  api::PageRequest page;
  page.source.backward = query.backward;
  api::Spread(source, range, request->edge, &page);
  return AnswerPage(*request, std::move(parameters), std::move(page));
}

}  // namespace partita::gateway::native
