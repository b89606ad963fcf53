#include "store/item_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/coding.h"
#include "model/item_codec.h"
#include "model/item_json.h"
#include "model/item_size.h"
#include "model/key.h"
#include "model/key_codec.h"
#include "store/row_checksum.h"

namespace partita::store {
namespace {

constexpr size_t kHashBytes = 8;
constexpr uint64_t kItemsPerProgress = 4096;

std::string Hex(std::string_view bytes) {
  std::string text = "0x";
  for (const char byte : bytes)
    fmt::format_to(std::back_inserter(text), "{:02x}", static_cast<unsigned char>(byte));
  return text;
}

uint64_t HashOf(std::string_view key) {
  uint64_t hash = 0;
  for (const char byte : key.substr(0, kHashBytes))
    hash = hash << 8 | static_cast<unsigned char>(byte);
  return hash;
}

// The key's attributes; none: these bytes are no key of the table.
std::optional<model::AttributeMap> DecodeKey(const model::TableSchema& table,
                                             std::string_view key) {
  if (key.size() < kHashBytes) return std::nullopt;
  model::AttributeMap attributes;
  base::ByteReader reader(key.substr(kHashBytes));
  for (const auto* part : {&table.key.partition, &table.key.sort}) {
    for (const model::KeyAttribute& attribute : *part) {
      auto value = model::DecodeKeyValue(attribute.type, &reader);
      if (!value.ok()) return std::nullopt;
      attributes.Set(attribute.name, *std::move(value));
    }
  }
  if (!reader.Finished()) return std::nullopt;
  return attributes;
}

// {"pk":{"S":"a"}}, or the bytes in hexadecimal.
std::string DescribeKey(const model::TableSchema& table, std::string_view key) {
  const auto attributes = DecodeKey(table, key);
  if (!attributes) return Hex(key);
  std::string json;
  model::AppendItemJson(*attributes, &json);
  return json;
}

}  // namespace

struct ItemCheck::Row {
  model::TableId table = 0;
  std::string_view key;
  uint64_t item_size = 0;
  uint64_t checksum = 0;
  std::string_view item;
};

struct ItemCheck::View {
  model::IndexView view;
  std::string name;
  // Items below this key have their entries, of the others some may; none: all have.
  std::optional<std::string> filled_to;
  TableStatistics found;  // entries that belong to an item

  bool MustHave(std::string_view key) const { return !filled_to || key < *filled_to; }
};

struct ItemCheck::Table {
  const model::TableSchema* schema = nullptr;
  std::vector<View> views;
};

ItemCheck::ItemCheck(sqlite::Database& database, const ItemCheckOptions& options,
                     CheckReport* report)
    : options_(options),
      report_(report),
      kept_(database),
      fills_(database),
      all_items_(database,
                 "SELECT table_id, key, item_size, checksum, item FROM items NOT INDEXED "
                 "ORDER BY id"),
      find_entry_(database,
                  "SELECT entry_size, view_size FROM index_entries WHERE table_id = ?1 AND "
                  "index_id = ?2 AND key = ?3"),
      find_item_(database,
                 "SELECT item_size, checksum, item FROM items WHERE table_id = ?1 AND key = ?2"),
      count_entries_(database,
                     "SELECT table_id, index_id, count(*), sum(view_size) FROM index_entries "
                     "GROUP BY table_id, index_id"),
      walk_entries_(database,
                    "SELECT key, entry_size FROM index_entries WHERE table_id = ?1 AND "
                    "index_id = ?2 ORDER BY key") {
  for (const model::TableSchema& schema : *options.tables) tables_[schema.id].schema = &schema;
}

ItemCheck::~ItemCheck() = default;

base::Status ItemCheck::LoadViews() {
  PARTITA_ASSIGN(const IndexBackfills::All fills, fills_.Load());
  for (auto& [id, table] : tables_) {
    for (model::IndexView& view : model::IndexViewsOf(*table.schema)) {
      const auto index =
          std::find_if(table.schema->indexes.begin(), table.schema->indexes.end(),
                       [&](const model::IndexSchema& schema) { return schema.id == view.id(); });
      const bool of_expiry = index == table.schema->indexes.end();
      const auto mark = fills.find({id, view.id()});
      std::optional<std::string> filled_to;
      if (mark != fills.end() && !mark->second.done) filled_to = mark->second.next_key;
      if (mark == fills.end() && (of_expiry || index->backfilling)) filled_to = "";
      table.views.push_back(
          {std::move(view), of_expiry ? "of expiry times" : index->name, std::move(filled_to), {}});
    }
  }
  return {};
}

base::Status ItemCheck::Run(const CheckProgress& progress) {
  PARTITA_TRY(LoadViews());
  PARTITA_TRY(CheckItems(progress));
  PARTITA_TRY(CountEntries());
  PARTITA_TRY(FindStrayEntries());
  return CheckCounts();
}

base::Status ItemCheck::CheckItems(const CheckProgress& progress) {
  PARTITA_TRY(kept_.Load());
  uint64_t total = 0;
  for (const Counted& what : kept_.All()) {
    if (what.index == 0) total += kept_.Of(what).item_count;
  }
  auto rows = all_items_.Query();
  for (;;) {
    if (items_ % kItemsPerProgress == 0) progress(items_, total);
    PARTITA_ASSIGN(const bool found, rows.Next());
    if (!found) break;
    ++items_;
    PARTITA_TRY(
        CheckItem({rows.Uint64(0), rows.Bytes(1), rows.Uint64(2), rows.Uint64(3), rows.Bytes(4)}));
  }
  progress(items_, items_);
  return {};
}

base::Status ItemCheck::CheckItem(const Row& row) {
  TableStatistics& counted = counted_[{row.table, 0}];
  ++counted.item_count;
  counted.size_bytes += row.item_size;
  const auto found = tables_.find(row.table);
  if (RowChecksum(row.table, row.key, row.item_size, row.item) != row.checksum) {
    const bool known = found != tables_.end();
    report_->Add(known ? found->second.schema->name : "",
                 known ? DescribeKey(*found->second.schema, row.key) : Hex(row.key),
                 "the item is damaged: its bytes are not those that were written");
    return {};
  }
  if (found == tables_.end()) {
    SayUnknown(row.table);
    return {};
  }
  CheckPlace(found->second, row);
  CheckContents(found->second, row);
  return CheckEntries(&found->second, row);
}

// What a catalog of another day does not know of would be freed with the next start.
void ItemCheck::SayUnknown(model::TableId table) {
  if (options_.next_table_id == 0 || table < options_.next_table_id) return;
  if (!unknown_.insert(table).second) return;
  report_->Add(
      fmt::format("it holds items of a table with the id {}, which the catalog has never "
                  "given out: the two files are not of one moment",
                  table));
}

void ItemCheck::CheckPlace(const Table& table, const Row& row) {
  const uint32_t slot = options_.map.SlotOf(HashOf(row.key));
  if (slot != options_.slot)
    report_->Add(table.schema->name, DescribeKey(*table.schema, row.key),
                 fmt::format("the item belongs to slot {}", slot));
}

void ItemCheck::CheckContents(const Table& table, const Row& row) {
  const auto say = [&](std::string text) {
    report_->Add(table.schema->name, DescribeKey(*table.schema, row.key), std::move(text));
  };
  const auto item = model::DecodeItem(row.item);
  if (!item.ok()) return say(fmt::format("the item cannot be decoded: {}", item.error().message));
  const auto key = model::MakeItemKey(*table.schema, *item, model::KeySource::kItem, &sha256_);
  if (!key.ok() || key->bytes != row.key)
    return say("the item stands under a key that is not its own");
  if (model::ItemSize(*item) != row.item_size)
    say(fmt::format("the item is counted with {} bytes and has {}", row.item_size,
                    model::ItemSize(*item)));
}

base::Status ItemCheck::CheckEntries(Table* table, const Row& row) {
  for (View& view : table->views) PARTITA_TRY(CheckEntry(*table, &view, row));
  return {};
}

base::Status ItemCheck::CheckEntry(const Table& table, View* view, const Row& row) {
  std::optional<std::string> key = view->view.Entry(row.item);
  if (!key) return {};
  const uint64_t entry_size = key->size();
  const uint64_t view_size = view->view.Size(row.item, row.item_size);
  key->append(row.key);
  auto rows = find_entry_.Query(row.table, view->view.id(), std::string_view(*key));
  PARTITA_ASSIGN(const bool found, rows.Next());
  if (!found) {
    if (view->MustHave(row.key))
      report_->Add(table.schema->name, DescribeKey(*table.schema, row.key),
                   fmt::format("index {} has no entry of this item", view->name));
    return {};
  }
  ++view->found.item_count;
  view->found.size_bytes += rows.Uint64(1);
  if (rows.Uint64(0) != entry_size || rows.Uint64(1) != view_size)
    report_->Add(table.schema->name, DescribeKey(*table.schema, row.key),
                 fmt::format("index {} has an entry of this item with wrong sizes", view->name));
  return {};
}

base::Status ItemCheck::CountEntries() {
  auto rows = count_entries_.Query();
  for (;;) {
    PARTITA_ASSIGN(const bool found, rows.Next());
    if (!found) return {};
    const Counted what{rows.Uint64(0), static_cast<uint32_t>(rows.Uint64(1))};
    counted_[what] = {rows.Uint64(2), rows.Uint64(3)};
    entries_ += rows.Uint64(2);
    const auto table = tables_.find(what.table);
    if (table == tables_.end()) {
      SayUnknown(what.table);
    } else if (what.index >= table->second.schema->next_index_id) {
      report_->Add(table->second.schema->name, {},
                   fmt::format("there are entries of an index with the id {}, which was never "
                               "given out",
                               what.index));
    }
  }
}

// Only where more entries are there than items were found for.
base::Status ItemCheck::FindStrayEntries() {
  for (const auto& [id, table] : tables_) {
    for (const View& view : table.views) {
      const auto counted = counted_.find({id, view.view.id()});
      if (counted == counted_.end() || counted->second.item_count == view.found.item_count)
        continue;
      auto rows = walk_entries_.Query(id, view.view.id());
      for (;;) {
        PARTITA_ASSIGN(const bool found, rows.Next());
        if (!found) break;
        PARTITA_TRY(CheckEntryItem(table, view, rows.Bytes(0), rows.Uint64(1)));
      }
    }
  }
  return {};
}

base::Status ItemCheck::CheckEntryItem(const Table& table, const View& view, std::string_view key,
                                       uint64_t entry_size) {
  const std::string_view item_key = key.substr(std::min<uint64_t>(entry_size, key.size()));
  auto rows = find_item_.Query(table.schema->id, item_key);
  PARTITA_ASSIGN(const bool found, rows.Next());
  if (found &&
      RowChecksum(table.schema->id, item_key, rows.Uint64(0), rows.Bytes(2)) != rows.Uint64(1)) {
    return {};  // The item is damaged, which was said; nobody knows what its entry should be.
  }
  const std::string_view entry = key.substr(0, key.size() - item_key.size());
  if (found && view.view.Entry(rows.Bytes(2)) == entry) return {};
  report_->Add(table.schema->name, DescribeKey(*table.schema, item_key),
               fmt::format("index {} has an entry {}", view.name,
                           found ? "that is not this item's" : "of an item that is not there"));
  return {};
}

base::Status ItemCheck::CheckCounts() {
  std::set<Counted> all;
  for (const Counted& what : kept_.All()) all.insert(what);
  for (const auto& [what, counted] : counted_) all.insert(what);
  for (const Counted& what : all) {
    const TableStatistics kept = kept_.Of(what);
    const TableStatistics there = counted_[what];
    if (kept == there) continue;
    const auto table = tables_.find(what.table);
    const bool known = table != tables_.end();
    report_->Add(
        known ? table->second.schema->name : "", {},
        fmt::format("{} of {} bytes are counted{}, and {} of {} bytes are there", kept.item_count,
                    kept.size_bytes, what.index == 0 ? "" : fmt::format(" of index {}", what.index),
                    there.item_count, there.size_bytes));
  }
  return {};
}

}  // namespace partita::store
