#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "expr/condition.h"
#include "expr/partiql_key.h"
#include "expr/projection.h"
#include "gateway/api/partiql_read.h"
#include "model/api_message.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;

namespace {

// One branch of the condition as a range.
struct PlacedRead {
  QueryRange place;
  bool excludes = false;
  bool point = false;
};

bool IsEmptyRange(const KeyRange& range) {
  return !range.last.empty() && range.first >= range.last;
}

bool Overlap(const KeyRange& a, const KeyRange& b) {
  return (a.last.empty() || b.first < a.last) && (b.last.empty() || a.first < b.last);
}

KeyRange Intersection(const KeyRange& a, const KeyRange& b) {
  KeyRange both{a.slot, std::max(a.first, b.first), std::min(a.last, b.last)};
  if (a.last.empty() || b.last.empty()) both.last = std::max(a.last, b.last);
  return both;
}

KeyRange Hull(const KeyRange& a, const KeyRange& b) {
  KeyRange hull{a.slot, std::min(a.first, b.first), std::max(a.last, b.last)};
  if (a.last.empty() || b.last.empty()) hull.last.clear();
  return hull;
}

ApiResult<PlacedRead> PlaceRead(const expr::PartiqlRead& read, const ReadSource& source,
                                base::Sha256* sha256) {
  PlacedRead placed;
  expr::KeyCondition condition;
  condition.partition = {read.partition};
  PARTITA_ASSIGN(placed.place, RangeOf(condition, source, sha256));
  placed.excludes = read.excludes;
  placed.point = source.index == nullptr && source.key().sort.empty();
  for (const expr::SortCondition& sort : read.sort) {
    expr::KeyCondition narrower;
    narrower.partition = condition.partition;
    if (sort.op == expr::KeyOperator::kEqual) {
      narrower.sort_equal = {sort.value};
      placed.point |= source.index == nullptr;
    } else {
      narrower.sort = sort;
    }
    PARTITA_ASSIGN(const QueryRange range, RangeOf(narrower, source, sha256));
    placed.place.range = Intersection(placed.place.range, range.range);
  }
  return placed;
}

// Branches that overlap are one read, if at least one of them excludes a sort key; else the service
// does not know how to read them.
ApiStatus MergeOverlapping(std::vector<PlacedRead>* reads) {
  for (size_t i = 0; i < reads->size(); ++i) {
    for (size_t j = i + 1; j < reads->size();) {
      PlacedRead& first = (*reads)[i];
      const PlacedRead& second = (*reads)[j];
      if (first.place.partition != second.place.partition ||
          !Overlap(first.place.range, second.place.range)) {
        ++j;
        continue;
      }
      if (!first.excludes && !second.excludes)
        return ApiError::Validation(message::kPartiqlOverlap);
      first.place.range = Hull(first.place.range, second.place.range);
      first.excludes = true;
      first.point = false;
      reads->erase(reads->begin() + static_cast<std::ptrdiff_t>(j));
      j = i + 1;
    }
  }
  return {};
}

// The slots that hold the range: one, or for a global index all of them.
PartiqlReadGroup GroupOf(const PlacedRead& read, const ReadSource& source, Edge* edge) {
  PartiqlReadGroup group;
  group.point = read.point;
  group.merge = source.global();
  const uint32_t slots = source.global() ? edge->slots() : 1;
  for (uint32_t slot = 0; slot < slots; ++slot) {
    group.ranges.push_back(read.place.range);
    group.ranges.back().slot = source.global() ? slot : edge->SlotOf(read.place.hash);
  }
  return group;
}

PartiqlReadGroup GroupOfEverything(const ReadSource& source, Edge* edge) {
  PartiqlReadGroup group;
  group.ranges = RangesOf({}, edge->slots());
  if (source.index == nullptr) return group;
  for (KeyRange& range : group.ranges) range = {range.slot, {}, {}};
  return group;
}

// How ORDER BY sorts the partition keys, if it says so; the direction within one is the plan's.
ApiResult<std::optional<bool>> ReadOrder(const PreparedPartiql& prepared, PartiqlReadPlan* plan) {
  const model::KeySchema& key = prepared.key();
  std::optional<bool> partition_descending;
  if (prepared.statement.order_by.empty()) return partition_descending;
  // A SELECT ordered by the partition key alone reads each backward.
  plan->backward = true;
  for (const expr::PartiqlOrder& order : prepared.statement.order_by) {
    if (order.attribute == key.partition.front().name) {
      partition_descending = order.descending;
    } else if (!key.sort.empty() && order.attribute == key.sort.front().name) {
      plan->backward = order.descending;
    } else {
      return ApiError::Validation(fmt::format(message::kPartiqlOrderAttribute, order.attribute));
    }
  }
  if (plan->everything) return ApiError::Validation(message::kPartiqlOrderWithoutKey);
  return partition_descending;
}

bool SeveralPartitions(const std::vector<PlacedRead>& reads) {
  return std::any_of(reads.begin(), reads.end(), [&](const PlacedRead& read) {
    return read.place.partition != reads.front().place.partition;
  });
}

// Sorts by the partition keys' values; the reads of one of them in the plan's direction.
void SortReads(const PartiqlReadPlan& plan, bool descending, std::vector<PlacedRead>* reads) {
  // A table's keys begin with the hash.
  const size_t value_at = plan.source.index == nullptr ? sizeof(uint64_t) : 0;
  std::stable_sort(reads->begin(), reads->end(), [&](const PlacedRead& a, const PlacedRead& b) {
    const int order = a.place.partition.compare(value_at, std::string::npos, b.place.partition,
                                                value_at, std::string::npos);
    if (order != 0) return descending ? order > 0 : order < 0;
    const bool before = a.place.range.first < b.place.range.first;
    const bool behind = a.place.range.first > b.place.range.first;
    return plan.backward ? behind : before;
  });
}

ApiStatus PlanGroups(const std::vector<expr::PartiqlRead>& reads, const PreparedPartiql& prepared,
                     Edge* edge, PartiqlReadPlan* plan) {
  std::vector<PlacedRead> placed;
  for (const expr::PartiqlRead& read : reads) {
    PARTITA_ASSIGN(PlacedRead place, PlaceRead(read, plan->source, &edge->sha256()));
    if (!IsEmptyRange(place.place.range)) placed.push_back(std::move(place));
  }
  PARTITA_TRY(MergeOverlapping(&placed));
  PARTITA_ASSIGN(const std::optional<bool> descending, ReadOrder(prepared, plan));
  if (!prepared.statement.order_by.empty()) {
    if (!descending && SeveralPartitions(placed))
      return ApiError::Validation(message::kPartiqlOrderNeedsHash);
    SortReads(*plan, descending.value_or(false), &placed);
  }
  for (const PlacedRead& read : placed) plan->groups.push_back(GroupOf(read, plan->source, edge));
  return {};
}

// The attributes of a condition that the index does not project.
void CollectNotProjected(const expr::ConditionNode& node, const model::IndexView& view,
                         std::vector<std::string>* missing) {
  for (const expr::Operand& operand : node.operands) {
    const auto* path = std::get_if<expr::Path>(&operand.source);
    if (path == nullptr) continue;
    const std::string& name = std::get<std::string>(path->elements.front());
    const bool projected =
        view.whole() || std::binary_search(view.names().begin(), view.names().end(), name);
    if (!projected && std::find(missing->begin(), missing->end(), name) == missing->end())
      missing->push_back(name);
  }
  // The service lists what an AND joins from the back.
  if (node.kind == expr::ConditionKind::kAnd) {
    for (auto child = node.children.rbegin(); child != node.children.rend(); ++child)
      CollectNotProjected(*child, view, missing);
  } else {
    for (const expr::ConditionNode& child : node.children)
      CollectNotProjected(child, view, missing);
  }
}

bool LooksAtPartition(const expr::ConditionNode& node, const model::KeySchema& key) {
  return LooksAt(node, key.partition.front().name);
}

// A read by key judges what the index projects and nothing else. A condition of several branches
// may look further: what it looks at is not there.
ApiStatus CheckFilterProjected(const expr::ConditionNode& where, const ReadSource& source) {
  const model::IndexView view(*source.table, *source.index);
  std::vector<std::string> missing;
  const bool branches = where.kind == expr::ConditionKind::kOr;
  expr::ConditionNode joined;  // what holds for every branch
  joined.kind = expr::ConditionKind::kAnd;
  if (!branches && where.kind != expr::ConditionKind::kAnd) joined.children = {where};
  for (const expr::ConditionNode& child : where.children) {
    const bool of_key =
        child.kind == expr::ConditionKind::kOr && LooksAtPartition(child, source.key());
    if (!branches && where.kind == expr::ConditionKind::kAnd && !of_key)
      joined.children.push_back(child);
  }
  CollectNotProjected(joined, view, &missing);
  if (missing.empty()) return {};
  return ApiError::Validation(fmt::format(message::kPartiqlFilterNotProjected, source.index->name,
                                          fmt::join(missing, ", ")));
}

ApiResult<Extent> PlanExtent(const PreparedPartiql& prepared, const ReadSource& source) {
  if (source.index == nullptr || prepared.statement.columns.empty())
    return ExtentOf(source, /*all_attributes=*/false, nullptr, nullptr);
  std::vector<expr::Path> paths;
  for (const expr::PartiqlColumn& column : prepared.statement.columns) paths.push_back(column.path);
  const expr::Projection projection(std::move(paths));
  return ExtentOf(source, /*all_attributes=*/false, &projection, nullptr);
}

}  // namespace

ApiResult<PartiqlReadPlan> PlanRead(const PreparedPartiql& prepared, Edge* edge) {
  PartiqlReadPlan plan;
  plan.source = {prepared.table, prepared.index};
  const auto& where = prepared.statement.where;
  PARTITA_ASSIGN(const expr::PartiqlReads found,
                 expr::FindReads(where ? &*where : nullptr, prepared.key()));
  plan.everything = found.everything;
  if (plan.everything) {
    PARTITA_TRY(ReadOrder(prepared, &plan));
    plan.groups.push_back(GroupOfEverything(plan.source, edge));
  } else {
    PARTITA_TRY(PlanGroups(found.reads, prepared, edge, &plan));
    if (prepared.index != nullptr) PARTITA_TRY(CheckFilterProjected(*where, plan.source));
  }
  PARTITA_ASSIGN(plan.extent, PlanExtent(prepared, plan.source));
  return plan;
}

ApiStatus ContinueBehind(const model::Item& last_key, Edge* edge, PartiqlReadPlan* plan) {
  PARTITA_ASSIGN(const StartPlace start,
                 PlaceOf(plan->source, last_key, message::kNextTokenInvalid, &edge->sha256()));
  const uint32_t slot = edge->SlotOf(start.item_key.hash);
  const auto leads_there = [&](const PartiqlReadGroup& group) {
    return std::any_of(group.ranges.begin(), group.ranges.end(), [&](const KeyRange& range) {
      return range.slot == slot && range.Has(start.key);
    });
  };
  const auto group = std::find_if(plan->groups.begin(), plan->groups.end(), leads_there);
  if (group == plan->groups.end()) return ApiError::Validation(message::kNextTokenOfOther);
  plan->groups.erase(plan->groups.begin(), group);
  PartiqlReadGroup& here = plan->groups.front();
  if (here.merge) {
    for (KeyRange& range : here.ranges) range.StartBehind(start.key, plan->backward);
    return {};
  }
  const auto range = std::find_if(here.ranges.begin(), here.ranges.end(),
                                  [&](const KeyRange& one) { return one.slot == slot; });
  here.ranges.erase(here.ranges.begin(), range);
  here.ranges.front().StartBehind(start.key, plan->backward);
  return {};
}

uint32_t SlotOfPlan(const PartiqlReadPlan& plan) {
  const bool one = plan.groups.size() == 1 && plan.groups.front().ranges.size() == 1;
  return one ? plan.groups.front().ranges.front().slot : kNoSlot;
}

}  // namespace partita::gateway::api
