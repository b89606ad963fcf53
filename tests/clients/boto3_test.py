"""boto3 does what its users do: tables, items in every type, every expression, the legacy parameters, the waiters."""

import unittest
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr
from botocore.config import Config
from botocore.exceptions import ClientError

from daemon import Daemon

CONFIG = Config(retries={"max_attempts": 0})


def setUpModule():
    global daemon, client, resource
    daemon = Daemon("--slots", "2")
    daemon.start()
    options = dict(endpoint_url=daemon.endpoint, region_name="eu-central-1", aws_access_key_id="a",
                   aws_secret_access_key="b", config=CONFIG)
    client = boto3.client("dynamodb", **options)
    resource = boto3.resource("dynamodb", **options)
    make_table("people")
    client.get_waiter("table_exists").wait(TableName="people", WaiterConfig={"Delay": 1})


def tearDownModule():
    daemon.__exit__()


def make_table(name, **more):
    return client.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"},
                              {"AttributeName": "sk", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}], **more)


def key(pk, sk="1"):
    return {"pk": {"S": pk}, "sk": {"N": sk}}


EVERY_TYPE = {
    "s": {"S": "zero\0inside, ünïcödé, 😀, \"quoted\" \\ \n"},
    "empty": {"S": ""},
    "n": {"N": "-12345678901234567890123456789012345678"},
    "b": {"B": bytes(range(256))},
    "yes": {"BOOL": True}, "no": {"BOOL": False}, "null": {"NULL": True},
    "m": {"M": {"a": {"L": [{"N": "1"}, {"M": {}}, {"L": []}]}}},
    "l": {"L": [{"S": "x"}, {"NULL": True}]},
}
SETS = {"ss": {"SS": ["a", "b"]}, "ns": {"NS": ["1", "2.5"]}, "bs": {"BS": [b"\0", b"\xff"]}}


class Tables(unittest.TestCase):
    def test_life_of_a_table(self):
        created = make_table("life")["TableDescription"]
        self.assertEqual(created["TableStatus"], "CREATING")
        client.get_waiter("table_exists").wait(TableName="life", WaiterConfig={"Delay": 1})
        described = client.describe_table(TableName="life")["Table"]
        self.assertEqual(described["TableStatus"], "ACTIVE")
        self.assertEqual(described["TableId"], created["TableId"])
        self.assertIn("life", client.list_tables()["TableNames"])
        with self.assertRaises(client.exceptions.ResourceInUseException):
            make_table("life")
        client.put_item(TableName="life", Item=key("a"))
        self.assertEqual(client.describe_table(TableName="life")["Table"]["ItemCount"], 1)
        self.assertEqual(client.delete_table(TableName="life")["TableDescription"]["TableStatus"], "DELETING")
        client.get_waiter("table_not_exists").wait(TableName="life", WaiterConfig={"Delay": 1})
        with self.assertRaises(client.exceptions.ResourceNotFoundException):
            client.get_item(TableName="life", Key=key("a"))
        make_table("life")
        client.get_waiter("table_exists").wait(TableName="life", WaiterConfig={"Delay": 1})
        self.assertNotIn("Item", client.get_item(TableName="life", Key=key("a")))
        client.delete_table(TableName="life")

    def test_tables_are_listed_in_pages(self):
        for number in range(5):
            make_table(f"paged-{number}")
        pages = list(client.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 2}))
        names = [name for page in pages for name in page["TableNames"]]
        self.assertEqual(names, sorted(names))
        self.assertGreaterEqual(len(pages), 3)
        self.assertEqual(len([name for name in names if name.startswith("paged-")]), 5)


class Items(unittest.TestCase):
    def test_every_type_comes_back_as_it_went_in(self):
        client.put_item(TableName="people", Item={**key("types"), **EVERY_TYPE, **SETS})
        item = client.get_item(TableName="people", Key=key("types"), ConsistentRead=True)["Item"]
        for name, value in EVERY_TYPE.items():
            self.assertEqual(item[name], value)
        for name, value in SETS.items():
            (tag, members), = value.items()
            self.assertEqual(sorted(item[name][tag]), sorted(members))

    def test_the_resource_interface_round_trips_python_values(self):
        table = resource.Table("people")
        item = {"pk": "resource", "sk": 1, "price": Decimal("19.99"), "tags": {"x", "y"}, "deep": {"list": [1, "two"]}}
        table.put_item(Item=item)
        self.assertEqual(table.get_item(Key={"pk": "resource", "sk": 1})["Item"], item)

    def test_update_returns_what_was_asked_for(self):
        client.put_item(TableName="people", Item={**key("update"), "count": {"N": "1"}, "gone": {"S": "x"}})
        answer = client.update_item(
            TableName="people", Key=key("update"),
            UpdateExpression="SET #c = #c + :one, created = if_not_exists(created, :now) REMOVE gone ADD tags :t",
            ExpressionAttributeNames={"#c": "count"},
            ExpressionAttributeValues={":one": {"N": "1"}, ":now": {"S": "now"}, ":t": {"SS": ["a"]}},
            ReturnValues="ALL_NEW", ReturnConsumedCapacity="TOTAL")
        self.assertEqual(answer["Attributes"], {**key("update"), "count": {"N": "2"}, "created": {"S": "now"},
                                                "tags": {"SS": ["a"]}})
        self.assertEqual(answer["ConsumedCapacity"], {"TableName": "people", "CapacityUnits": 1.0})
        answer = client.update_item(TableName="people", Key=key("update"), UpdateExpression="SET created = :v",
                                    ExpressionAttributeValues={":v": {"S": "later"}}, ReturnValues="UPDATED_OLD")
        self.assertEqual(answer["Attributes"], {"created": {"S": "now"}})

    def test_a_failed_condition_changes_nothing(self):
        item = {**key("condition"), "version": {"N": "3"}}
        client.put_item(TableName="people", Item=item)
        with self.assertRaises(client.exceptions.ConditionalCheckFailedException):
            client.put_item(TableName="people", Item=key("condition"), ConditionExpression="version = :v",
                            ExpressionAttributeValues={":v": {"N": "2"}})
        self.assertEqual(client.get_item(TableName="people", Key=key("condition"))["Item"], item)
        with self.assertRaises(client.exceptions.ConditionalCheckFailedException):
            resource.Table("people").delete_item(Key={"pk": "condition", "sk": 1}, ConditionExpression=Attr("pk").not_exists())

    def test_delete_returns_the_old_item_once(self):
        client.put_item(TableName="people", Item=key("delete"))
        self.assertEqual(client.delete_item(TableName="people", Key=key("delete"), ReturnValues="ALL_OLD")["Attributes"],
                         key("delete"))
        self.assertNotIn("Attributes", client.delete_item(TableName="people", Key=key("delete"), ReturnValues="ALL_OLD"))

    def test_a_projection_keeps_only_what_it_names(self):
        client.put_item(TableName="people", Item={**key("projection"), **EVERY_TYPE})
        item = client.get_item(TableName="people", Key=key("projection"), ProjectionExpression="m.a[0], #s",
                               ExpressionAttributeNames={"#s": "s"})["Item"]
        self.assertEqual(item, {"m": {"M": {"a": {"L": [{"N": "1"}]}}}, "s": EVERY_TYPE["s"]})

    def test_legacy_parameters_still_work(self):
        client.put_item(TableName="people", Item={**key("legacy"), "a": {"N": "1"}})
        client.update_item(TableName="people", Key=key("legacy"),
                           AttributeUpdates={"a": {"Action": "ADD", "Value": {"N": "2"}},
                                             "b": {"Action": "PUT", "Value": {"S": "x"}}},
                           Expected={"a": {"ComparisonOperator": "EQ", "AttributeValueList": [{"N": "1"}]}})
        item = client.get_item(TableName="people", Key=key("legacy"), AttributesToGet=["a", "b"])["Item"]
        self.assertEqual(item, {"a": {"N": "3"}, "b": {"S": "x"}})
        with self.assertRaises(client.exceptions.ConditionalCheckFailedException):
            client.delete_item(TableName="people", Key=key("legacy"), Expected={"a": {"Exists": False}})

    def test_an_item_of_400_kb_fits_and_one_byte_more_does_not(self):
        room = 409_600 - len("pk") - len("big") - len("sk") - 2 - len("v")
        client.put_item(TableName="people", Item={**key("big"), "v": {"S": "x" * room}})
        item = client.get_item(TableName="people", Key=key("big"))["Item"]
        self.assertEqual(len(item["v"]["S"]), room)
        with self.assertRaises(ClientError) as refused:
            client.put_item(TableName="people", Item={**key("big"), "v": {"S": "x" * (room + 1)}})
        self.assertIn("Item size has exceeded the maximum allowed size", str(refused.exception))

    def test_numbers_keep_38_digits_and_no_more(self):
        client.put_item(TableName="people", Item={**key("number"), "n": {"N": "1E125"}})
        self.assertEqual(client.get_item(TableName="people", Key=key("number"))["Item"]["n"]["N"], "1" + "0" * 125)
        with self.assertRaises(ClientError) as refused:
            client.put_item(TableName="people", Item={**key("number"), "n": {"N": "1" * 39}})
        self.assertIn("38 significant digits", str(refused.exception))


class WrongRequests(unittest.TestCase):
    def assert_refused(self, code, text, call, **parameters):
        with self.assertRaises(ClientError) as refused:
            call(**parameters)
        self.assertEqual(refused.exception.response["Error"]["Code"], code)
        self.assertIn(text, refused.exception.response["Error"]["Message"])

    def test_each_gets_its_own_error(self):
        table = {"TableName": "people"}
        self.assert_refused("ResourceNotFoundException", "Requested resource not found", client.get_item,
                            TableName="nobody", Key=key("a"))
        self.assert_refused("ValidationException", "The provided key element does not match the schema",
                            client.get_item, **table, Key={"pk": {"S": "a"}})
        self.assert_refused("ValidationException", "Missing the key sk in the item", client.put_item, **table,
                            Item={"pk": {"S": "a"}})
        self.assert_refused("ValidationException", "Type mismatch for key sk expected: N actual: S", client.put_item,
                            **table, Item={"pk": {"S": "a"}, "sk": {"S": "1"}})
        self.assert_refused("ValidationException", "Invalid UpdateExpression: Syntax error", client.update_item,
                            **table, Key=key("a"), UpdateExpression="SET = 1")
        self.assert_refused("ValidationException", "Cannot update attribute pk. This attribute is part of the key",
                            client.update_item, **table, Key=key("a"), UpdateExpression="SET pk = :v",
                            ExpressionAttributeValues={":v": {"S": "b"}})
        self.assert_refused("ValidationException", "keys: {:unused}", client.put_item, **table, Item=key("a"),
                            ConditionExpression="attribute_exists(pk)",
                            ExpressionAttributeValues={":unused": {"S": "b"}})


if __name__ == "__main__":
    unittest.main()
