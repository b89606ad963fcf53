// What the writer and the reader of a table's JSON document share: its format number, the names of
// enums, the owner of a cJSON tree.
#pragma once

#include <cjson/cJSON.h>

#include <memory>
#include <string_view>

#include "model/table_schema.h"

namespace partita::model {

inline constexpr int kTableDocumentFormat = 1;

// Names of an enum's values, from `first` on.
template <typename Enum>
struct Names;

template <>
struct Names<TableStatus> {
  static constexpr int kFirst = 1;
  static constexpr std::string_view kAll[] = {"CREATING", "UPDATING", "DELETING", "ACTIVE"};
};
template <>
struct Names<IndexStatus> : Names<TableStatus> {};
template <>
struct Names<BillingMode> {
  static constexpr int kFirst = 1;
  static constexpr std::string_view kAll[] = {"PROVISIONED", "PAY_PER_REQUEST"};
};
template <>
struct Names<ProjectionType> {
  static constexpr int kFirst = 1;
  static constexpr std::string_view kAll[] = {"ALL", "KEYS_ONLY", "INCLUDE"};
};
template <>
struct Names<StreamViewType> {
  static constexpr int kFirst = 0;
  static constexpr std::string_view kAll[] = {"NONE", "KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE",
                                              "NEW_AND_OLD_IMAGES"};
};
template <>
struct Names<TableClass> {
  static constexpr int kFirst = 1;
  static constexpr std::string_view kAll[] = {"STANDARD", "STANDARD_INFREQUENT_ACCESS"};
};
template <>
struct Names<AttributeType> {
  static constexpr int kFirst = 1;
  static constexpr std::string_view kAll[] = {"S", "N", "B"};  // the types of keys
};

struct DeleteJson {
  void operator()(cJSON* json) const { cJSON_Delete(json); }
  void operator()(char* text) const { cJSON_free(text); }
};
using Json = std::unique_ptr<cJSON, DeleteJson>;

}  // namespace partita::model
