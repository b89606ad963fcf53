// Typed reading of a JSON object's members: the deserialisation stage of a request.
//
// Like base::ByteReader it fails for good: the first member of a wrong JSON type sets the
// SerializationException that status() returns, every later read is empty, and the caller asks once
// at the end. A reader of a nested object reports to the reader it came from. A member that is
// absent or null reads as nothing; of a repeated member the last one counts; unknown members are
// ignored. The values in it are complained of in the wording of the request's operation.
//
// Source of the texts: the messages of the service's own JSON parser, which names Java classes.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/api_error.h"
#include "model/item_json.h"

namespace partita::gateway::api {

inline constexpr std::string_view kAttributeValueClass =
    "com.amazonaws.dynamodb.v20120810.AttributeValue";
inline constexpr std::string_view kStringClass = "java.lang.String";

class ParameterReader {
 public:
  // `failure` outlives the reader and all readers made from it; it holds the first error.
  ParameterReader(simdjson::dom::object object, std::optional<model::ApiError>* failure,
                  model::ValueWording wording = model::ValueWording::kCurrent)
      : object_(object), failure_(failure), wording_(wording) {}

  model::ValueWording wording() const { return wording_; }
  // How many lists and maps the deepest value of the request stands in. Looks at all of it.
  int Levels() const;

  // Whatever the member is.
  std::optional<simdjson::dom::element> Member(std::string_view name) const;

  std::optional<std::string_view> String(std::string_view name) const;
  std::optional<bool> Boolean(
      std::string_view name) const;  // also "true", "1", "yes", "false", "0", "no"
  std::optional<int64_t> Integer(std::string_view name) const;
  std::optional<int64_t> Long(std::string_view name) const;  // a fraction is cut off

  // Lists and maps as they are; the caller reads their elements.
  std::optional<simdjson::dom::array> List(std::string_view name) const;
  // `value_class` is the Java class of the map's values, for the message.
  std::optional<simdjson::dom::object> Map(std::string_view name,
                                           std::string_view value_class) const;

  // Elements of a list; a null element reads as nothing and is dropped.
  std::optional<std::vector<std::string_view>> Strings(std::string_view name) const;

  // A nested structure; `type` is its name in the service model ("ProvisionedThroughput").
  std::optional<ParameterReader> Structure(std::string_view name, std::string_view type) const;
  std::optional<std::vector<ParameterReader>> Structures(std::string_view name,
                                                         std::string_view type) const;
  // One value of a list or map that must be a structure.
  std::optional<ParameterReader> StructureValue(simdjson::dom::element value,
                                                std::string_view type) const;
  // One value of a map that must be a list of structures.
  std::optional<std::vector<ParameterReader>> StructuresValue(simdjson::dom::element value,
                                                              std::string_view type) const;
  // One value of a list or map that must be a string.
  std::optional<std::string_view> StringValue(simdjson::dom::element value) const;

  model::ApiStatus status() const;
  void Fail(model::ApiError error) const;

 private:
  void FailSerialization(std::string message) const;
  std::optional<simdjson::dom::array> ListValue(simdjson::dom::element value) const;
  std::optional<int64_t> Number(std::string_view name, std::string_view java_type) const;

  simdjson::dom::object object_;
  std::optional<model::ApiError>* failure_;
  model::ValueWording wording_;
};

}  // namespace partita::gateway::api
