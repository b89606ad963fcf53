#include <charconv>

#include "model/table_document.h"
#include "model/table_json.h"

namespace partita::model {
namespace {

// Reads the members of one object. The first that is missing or wrong makes it fail for good, and
// with it the reader of the whole document.
class Reader {
 public:
  Reader(const cJSON* object, bool* ok) : object_(object), ok_(ok) {
    if (!cJSON_IsObject(object)) *ok_ = false;
  }

  bool Has(const char* name) const { return cJSON_HasObjectItem(object_, name); }
  std::string Text(const char* name) { return TextOf(Member(name)); }
  int64_t Int(const char* name) { return Digits<int64_t>(name); }
  uint64_t Unsigned(const char* name) { return Digits<uint64_t>(name); }
  uint32_t Id(const char* name) { return Digits<uint32_t>(name); }
  int Small(const char* name) {
    const cJSON* member = Member(name);
    return cJSON_IsNumber(member) ? member->valueint : Fail<int>();
  }
  bool Bool(const char* name) {
    const cJSON* member = Member(name);
    return cJSON_IsBool(member) ? cJSON_IsTrue(member) != 0 : Fail<bool>();
  }
  template <typename Enum>
  Enum Name(const char* name) {
    const std::string text = Text(name);
    int value = Names<Enum>::kFirst;
    for (const std::string_view candidate : Names<Enum>::kAll) {
      if (candidate == text) return static_cast<Enum>(value);
      ++value;
    }
    Fail<int>();
    return static_cast<Enum>(Names<Enum>::kFirst);
  }
  template <typename T, typename Read>
  std::vector<T> Each(const char* name, Read read) {
    std::vector<T> all;
    const cJSON* array = Member(name);
    if (!cJSON_IsArray(array)) *ok_ = false;
    const cJSON* one = nullptr;
    cJSON_ArrayForEach(one, array) all.push_back(read(one, ok_));
    return all;
  }
  std::vector<std::string> Texts(const char* name) {
    return Each<std::string>(name,
                             [](const cJSON* one, bool* ok) { return Reader(ok).TextOf(one); });
  }

 private:
  explicit Reader(bool* ok) : object_(nullptr), ok_(ok) {}

  const cJSON* Member(const char* name) const {
    return cJSON_GetObjectItemCaseSensitive(object_, name);
  }
  template <typename T>
  T Fail() {
    *ok_ = false;
    return {};
  }
  std::string TextOf(const cJSON* json) {
    if (!cJSON_IsString(json)) return Fail<std::string>();
    std::string text;
    const std::string_view escaped(json->valuestring);
    for (size_t at = 0; at < escaped.size(); ++at) {
      if (escaped[at] != '%') {
        text += escaped[at];
        continue;
      }
      const std::string_view code = escaped.substr(at + 1, 2);
      if (code != "25" && code != "00") return Fail<std::string>();
      text += code == "25" ? '%' : '\0';
      at += 2;
    }
    return text;
  }
  template <typename Integer>
  Integer Digits(const char* name) {
    const std::string text = Text(name);
    Integer value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole ? value : Fail<Integer>();
  }

  const cJSON* object_;
  bool* ok_;
};

KeyAttribute ReadKeyAttribute(const cJSON* json, bool* ok) {
  Reader reader(json, ok);
  KeyAttribute key;
  key.name = reader.Text("name");
  key.type = reader.Name<AttributeType>("type");
  return key;
}

Tag ReadTag(const cJSON* json, bool* ok) {
  Reader reader(json, ok);
  Tag tag;
  tag.key = reader.Text("key");
  tag.value = reader.Text("value");
  return tag;
}

KeySchema ReadKey(Reader* reader) {
  KeySchema key;
  key.partition = reader->Each<KeyAttribute>("partition_key", ReadKeyAttribute);
  key.sort = reader->Each<KeyAttribute>("sort_key", ReadKeyAttribute);
  return key;
}

void ReadThroughput(Reader* reader, Throughput* throughput,
                    std::optional<OnDemandThroughput>* on_demand) {
  throughput->read_units = reader->Int("read_units");
  throughput->write_units = reader->Int("write_units");
  if (!reader->Has("max_read_units")) return;
  on_demand->emplace();
  (*on_demand)->max_read_units = reader->Int("max_read_units");
  (*on_demand)->max_write_units = reader->Int("max_write_units");
}

// Nothing where the document does not speak of it.
Throughput ReadWarm(Reader* reader) {
  if (!reader->Has("warm_read_units")) return {};
  return {reader->Int("warm_read_units"), reader->Int("warm_write_units")};
}

IndexSchema ReadIndex(const cJSON* json, bool* ok) {
  Reader reader(json, ok);
  IndexSchema index;
  index.id = reader.Id("id");
  index.name = reader.Text("name");
  index.global = reader.Bool("global");
  index.key = ReadKey(&reader);
  index.projection = reader.Name<ProjectionType>("projection");
  index.non_key_attributes = reader.Texts("non_key_attributes");
  index.status = reader.Name<IndexStatus>("status");
  index.backfilling = reader.Bool("backfilling");
  ReadThroughput(&reader, &index.throughput, &index.on_demand);
  index.warm = ReadWarm(&reader);
  return index;
}

TableSchema ReadTable(Reader* reader) {
  TableSchema table;
  table.id = reader->Unsigned("id");
  table.uuid = reader->Text("uuid");
  table.name = reader->Text("name");
  table.status = reader->Name<TableStatus>("status");
  table.created_at_us = reader->Int("created_at_us");
  table.key = ReadKey(reader);
  table.attribute_definitions =
      reader->Each<KeyAttribute>("attribute_definitions", ReadKeyAttribute);
  table.indexes = reader->Each<IndexSchema>("indexes", ReadIndex);
  table.next_index_id = reader->Id("next_index_id");
  table.billing_mode = reader->Name<BillingMode>("billing_mode");
  ReadThroughput(reader, &table.throughput, &table.on_demand);
  table.warm = ReadWarm(reader);
  table.billing_mode_changed_at_us = reader->Int("billing_mode_changed_at_us");
  table.throughput_increased_at_us = reader->Int("throughput_increased_at_us");
  table.throughput_decreased_at_us = reader->Int("throughput_decreased_at_us");
  table.table_class = reader->Name<TableClass>("table_class");
  table.table_class_given = reader->Bool("table_class_given");
  table.deletion_protection = reader->Bool("deletion_protection");
  table.sse_enabled = reader->Bool("sse_enabled");
  table.sse_kms_key_arn = reader->Text("sse_kms_key_arn");
  table.stream = reader->Name<StreamViewType>("stream");
  table.stream_label_us = reader->Int("stream_label_us");
  table.latest_stream_view = reader->Name<StreamViewType>("latest_stream_view");
  table.ttl_attribute = reader->Text("ttl_attribute");
  table.ttl_changed_at_us = reader->Int("ttl_changed_at_us");
  if (reader->Has("ttl_index_id")) table.ttl_index_id = reader->Id("ttl_index_id");
  table.point_in_time_recovery = reader->Bool("point_in_time_recovery");
  if (reader->Has("recovery_since_us")) {
    table.recovery_since_us = reader->Int("recovery_since_us");
    table.recovery_period_days = reader->Id("recovery_period_days");
  }
  table.tags = reader->Each<Tag>("tags", ReadTag);
  return table;
}

}  // namespace

base::Result<TableSchema> TableFromJson(std::string_view json) {
  const char* end = nullptr;
  const Json document(cJSON_ParseWithLengthOpts(json.data(), json.size(), &end, false));
  const bool whole = document != nullptr && end == json.data() + json.size();
  if (!whole) return base::Error::Corrupt("a table's document is no JSON");
  bool ok = true;
  Reader reader(document.get(), &ok);
  if (reader.Small("format") != kTableDocumentFormat || !ok) {
    return base::Error::Corrupt("a table's document has a format that is not ours");
  }
  TableSchema table = ReadTable(&reader);
  if (!ok) return base::Error::Corrupt("a table's document lacks a member or has a wrong one");
  return table;
}

}  // namespace partita::model
