#include "base/check.h"
#include "model/table_document.h"
#include "model/table_json.h"

namespace partita::model {
namespace {

std::string Escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '%') {
      escaped += "%25";
    } else if (c == '\0') {
      escaped += "%00";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

// One object in the making. Allocation failure ends the program, as everywhere.
class Writer {
 public:
  Writer() : object_(cJSON_CreateObject()) {}

  void Add(const char* name, Json value) {
    PARTITA_CHECK(cJSON_AddItemToObject(object_.get(), name, value.release()), "no memory");
  }
  void Text(const char* name, std::string_view value) { Add(name, MakeText(value)); }
  void Int(const char* name, int64_t value) { Text(name, std::to_string(value)); }
  void Unsigned(const char* name, uint64_t value) { Text(name, std::to_string(value)); }
  void Small(const char* name, int value) { Add(name, Json(cJSON_CreateNumber(value))); }
  void Bool(const char* name, bool value) { Add(name, Json(cJSON_CreateBool(value))); }
  template <typename Enum>
  void Name(const char* name, Enum value) {
    Text(name, Names<Enum>::kAll[static_cast<int>(value) - Names<Enum>::kFirst]);
  }
  template <typename T, typename Make>
  void Each(const char* name, const std::vector<T>& all, Make make) {
    Json array(cJSON_CreateArray());
    for (const T& one : all) cJSON_AddItemToArray(array.get(), make(one).release());
    Add(name, std::move(array));
  }
  Json Take() { return std::move(object_); }

  static Json MakeText(std::string_view value) {
    return Json(cJSON_CreateString(Escape(value).c_str()));
  }

 private:
  Json object_;
};

Json MakeKeyAttribute(const KeyAttribute& key) {
  Writer writer;
  writer.Text("name", key.name);
  writer.Name("type", key.type);
  return writer.Take();
}

Json MakeTag(const Tag& tag) {
  Writer writer;
  writer.Text("key", tag.key);
  writer.Text("value", tag.value);
  return writer.Take();
}

void AddKey(const KeySchema& key, Writer* writer) {
  writer->Each("partition_key", key.partition, MakeKeyAttribute);
  writer->Each("sort_key", key.sort, MakeKeyAttribute);
}

void AddThroughput(const Throughput& throughput, const std::optional<OnDemandThroughput>& on_demand,
                   Writer* writer) {
  writer->Int("read_units", throughput.read_units);
  writer->Int("write_units", throughput.write_units);
  if (!on_demand) return;
  writer->Int("max_read_units", on_demand->max_read_units);
  writer->Int("max_write_units", on_demand->max_write_units);
}

void AddWarm(const Throughput& warm, Writer* writer) {
  writer->Int("warm_read_units", warm.read_units);
  writer->Int("warm_write_units", warm.write_units);
}

Json MakeIndex(const IndexSchema& index) {
  Writer writer;
  writer.Unsigned("id", index.id);
  writer.Text("name", index.name);
  writer.Bool("global", index.global);
  AddKey(index.key, &writer);
  writer.Name("projection", index.projection);
  writer.Each("non_key_attributes", index.non_key_attributes, Writer::MakeText);
  writer.Name("status", index.status);
  writer.Bool("backfilling", index.backfilling);
  AddThroughput(index.throughput, index.on_demand, &writer);
  AddWarm(index.warm, &writer);
  return writer.Take();
}

}  // namespace

std::string TableToJson(const TableSchema& table) {
  Writer writer;
  writer.Small("format", kTableDocumentFormat);
  writer.Unsigned("id", table.id);
  writer.Text("uuid", table.uuid);
  writer.Text("name", table.name);
  writer.Name("status", table.status);
  writer.Int("created_at_us", table.created_at_us);
  AddKey(table.key, &writer);
  writer.Each("attribute_definitions", table.attribute_definitions, MakeKeyAttribute);
  writer.Each("indexes", table.indexes, MakeIndex);
  writer.Unsigned("next_index_id", table.next_index_id);
  writer.Name("billing_mode", table.billing_mode);
  AddThroughput(table.throughput, table.on_demand, &writer);
  AddWarm(table.warm, &writer);
  writer.Int("billing_mode_changed_at_us", table.billing_mode_changed_at_us);
  writer.Int("throughput_increased_at_us", table.throughput_increased_at_us);
  writer.Int("throughput_decreased_at_us", table.throughput_decreased_at_us);
  writer.Name("table_class", table.table_class);
  writer.Bool("table_class_given", table.table_class_given);
  writer.Bool("deletion_protection", table.deletion_protection);
  writer.Bool("sse_enabled", table.sse_enabled);
  writer.Text("sse_kms_key_arn", table.sse_kms_key_arn);
  writer.Name("stream", table.stream);
  writer.Int("stream_label_us", table.stream_label_us);
  writer.Name("latest_stream_view", table.latest_stream_view);
  writer.Text("ttl_attribute", table.ttl_attribute);
  writer.Int("ttl_changed_at_us", table.ttl_changed_at_us);
  writer.Unsigned("ttl_index_id", table.ttl_index_id);
  writer.Bool("point_in_time_recovery", table.point_in_time_recovery);
  writer.Int("recovery_since_us", table.recovery_since_us);
  writer.Unsigned("recovery_period_days", table.recovery_period_days);
  writer.Each("tags", table.tags, MakeTag);
  const std::unique_ptr<char, DeleteJson> text(cJSON_PrintUnformatted(writer.Take().get()));
  PARTITA_CHECK(text != nullptr, "no memory");
  return text.get();
}

}  // namespace partita::model
