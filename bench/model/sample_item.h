// The item that the benchmarks of this room work on: about 1 KB, twelve attributes, one map, one
// list.
#pragma once

#include <string>

#include "model/attribute_value.h"
#include "model/table_schema.h"

namespace partita::model {

std::string SampleJson();
Item SampleItem();
TableSchema SampleTable();  // pk: S, sk: N

}  // namespace partita::model
