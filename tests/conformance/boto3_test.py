"""boto3's higher levels on everything that is more than one item: conditions on indexes, batch writer, paginators,
transactions, streams, expiry, PartiQL, and what the service says of itself."""

import os
import sys
import time
import unittest

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.config import Config
from botocore.exceptions import ClientError

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "clients"))
from daemon import Daemon  # noqa: E402

OPTIONS = dict(region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b",
               config=Config(retries={"max_attempts": 0}))


def setUpModule():
    global daemon, client, resource, streams
    daemon = Daemon("--slots", "2")
    daemon.start()
    options = dict(OPTIONS, endpoint_url=daemon.endpoint)
    client = boto3.client("dynamodb", **options)
    resource = boto3.resource("dynamodb", **options)
    streams = boto3.client("dynamodbstreams", **options)
    client.create_table(
        TableName="orders", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": kind}
                              for name, kind in (("customer", "S"), ("number", "N"), ("status", "S"), ("day", "S"))],
        KeySchema=[{"AttributeName": "customer", "KeyType": "HASH"}, {"AttributeName": "number", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[{
            "IndexName": "by-status", "Projection": {"ProjectionType": "KEYS_ONLY"},
            "KeySchema": [{"AttributeName": "status", "KeyType": "HASH"}, {"AttributeName": "day", "KeyType": "RANGE"}]}],
        LocalSecondaryIndexes=[{
            "IndexName": "by-day", "Projection": {"ProjectionType": "ALL"},
            "KeySchema": [{"AttributeName": "customer", "KeyType": "HASH"}, {"AttributeName": "day", "KeyType": "RANGE"}]}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
    client.get_waiter("table_exists").wait(TableName="orders", WaiterConfig={"Delay": 1})
    with resource.Table("orders").batch_writer() as batch:
        for i in range(60):
            batch.put_item(Item={"customer": f"c{i % 3}", "number": i, "status": "open" if i % 2 else "paid",
                                 "day": f"2026-01-{i % 28 + 1:02}", "note": "n" * i})


def tearDownModule():
    daemon.__exit__()


class Indexes(unittest.TestCase):
    def test_conditions_on_a_global_index(self):
        found = resource.Table("orders").query(
            IndexName="by-status", KeyConditionExpression=Key("status").eq("open") & Key("day").between("2026-01-02", "2026-01-08"))
        days = [item["day"] for item in found["Items"]]
        self.assertEqual(days, sorted(days))
        self.assertEqual({item["number"] for item in found["Items"]}, {i for i in range(60) if i % 2 and 2 <= i % 28 + 1 <= 8})
        self.assertNotIn("note", found["Items"][0])

    def test_conditions_on_a_local_index(self):
        found = resource.Table("orders").query(
            IndexName="by-day", ConsistentRead=True, ScanIndexForward=False,
            KeyConditionExpression=Key("customer").eq("c1") & Key("day").begins_with("2026-01-2"), FilterExpression=Attr("status").eq("paid"))
        self.assertTrue(all(item["status"] == "paid" and item["customer"] == "c1" for item in found["Items"]))
        self.assertGreater(found["ScannedCount"], found["Count"])

    def test_a_paginator_sees_every_item_of_an_index_once(self):
        pages = client.get_paginator("query").paginate(
            TableName="orders", IndexName="by-status", KeyConditionExpression="#s = :s", ExpressionAttributeNames={"#s": "status"},
            ExpressionAttributeValues={":s": {"S": "paid"}}, PaginationConfig={"PageSize": 7})
        numbers = [int(item["number"]["N"]) for page in pages for item in page["Items"]]
        self.assertEqual(sorted(numbers), [i for i in range(60) if i % 2 == 0])


class Transactions(unittest.TestCase):
    def test_all_or_nothing(self):
        put = {"TableName": "orders", "Item": {"customer": {"S": "t"}, "number": {"N": "1"}}}
        client.transact_write_items(TransactItems=[{"Put": put}, {"Put": dict(put, Item=dict(put["Item"], number={"N": "2"}))}])
        with self.assertRaises(ClientError) as refused:
            client.transact_write_items(TransactItems=[
                {"Delete": {"TableName": "orders", "Key": put["Item"]}},
                {"ConditionCheck": {"TableName": "orders", "Key": {"customer": {"S": "t"}, "number": {"N": "9"}},
                                    "ConditionExpression": "attribute_exists(customer)"}}])
        self.assertEqual(refused.exception.response["Error"]["Code"], "TransactionCanceledException")
        self.assertEqual([reason["Code"] for reason in refused.exception.response["CancellationReasons"]],
                         ["None", "ConditionalCheckFailed"])
        got = client.transact_get_items(TransactItems=[
            {"Get": {"TableName": "orders", "Key": {"customer": {"S": "t"}, "number": {"N": n}}}} for n in ("1", "2")])
        self.assertEqual([response["Item"]["number"]["N"] for response in got["Responses"]], ["1", "2"])


class Streams(unittest.TestCase):
    def test_every_change_is_there(self):
        table = resource.Table("orders")
        table.put_item(Item={"customer": "s", "number": 1, "v": 1})
        table.update_item(Key={"customer": "s", "number": 1}, UpdateExpression="SET v = :v", ExpressionAttributeValues={":v": 2})
        table.delete_item(Key={"customer": "s", "number": 1})
        arn = client.describe_table(TableName="orders")["Table"]["LatestStreamArn"]
        shards = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        seen = []
        for shard in shards:
            iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"],
                                                  ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
            while True:
                page = streams.get_records(ShardIterator=iterator)
                seen += [record for record in page["Records"] if record["dynamodb"]["Keys"]["customer"]["S"] == "s"]
                iterator = page["NextShardIterator"]
                if not page["Records"]:
                    break
        self.assertEqual([record["eventName"] for record in seen], ["INSERT", "MODIFY", "REMOVE"])
        self.assertEqual(seen[1]["dynamodb"]["OldImage"]["v"], {"N": "1"})
        self.assertEqual(seen[1]["dynamodb"]["NewImage"]["v"], {"N": "2"})


class Settings(unittest.TestCase):
    def test_expiry(self):
        client.create_table(TableName="expiring", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}])
        client.get_waiter("table_exists").wait(TableName="expiring", WaiterConfig={"Delay": 1})
        table = resource.Table("expiring")
        table.put_item(Item={"pk": "old", "at": int(time.time()) - 10})
        table.put_item(Item={"pk": "young", "at": int(time.time()) + 1000})
        client.update_time_to_live(TableName="expiring", TimeToLiveSpecification={"Enabled": True, "AttributeName": "at"})
        self.assertEqual(client.describe_time_to_live(TableName="expiring")["TimeToLiveDescription"]["AttributeName"], "at")
        deadline = time.monotonic() + 30
        while "Item" in table.get_item(Key={"pk": "old"}) and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertNotIn("Item", table.get_item(Key={"pk": "old"}))
        self.assertIn("Item", table.get_item(Key={"pk": "young"}))

    def test_tags(self):
        arn = client.describe_table(TableName="orders")["Table"]["TableArn"]
        client.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "a"}, {"Key": "cost", "Value": "b"}])
        client.untag_resource(ResourceArn=arn, TagKeys=["team"])
        self.assertEqual(client.list_tags_of_resource(ResourceArn=arn)["Tags"], [{"Key": "cost", "Value": "b"}])

    def test_what_the_service_says_of_itself(self):
        self.assertGreater(client.describe_limits()["TableMaxReadCapacityUnits"], 0)
        self.assertEqual(client.describe_endpoints()["Endpoints"][0]["CachePeriodInMinutes"], 1440)
        status = client.describe_continuous_backups(TableName="orders")["ContinuousBackupsDescription"]
        self.assertEqual(status["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"], "DISABLED")


class PartiQL(unittest.TestCase):
    def test_statements(self):
        client.execute_statement(Statement="INSERT INTO \"orders\" VALUE {'customer': 'q', 'number': 1, 'status': 'open'}")
        with self.assertRaises(client.exceptions.DuplicateItemException):
            client.execute_statement(Statement="INSERT INTO \"orders\" VALUE {'customer': 'q', 'number': 1}")
        found = client.execute_statement(Statement='SELECT status FROM "orders" WHERE customer = ? AND "number" = ?',
                                         Parameters=[{"S": "q"}, {"N": "1"}])
        self.assertEqual(found["Items"], [{"status": {"S": "open"}}])
        batch = client.batch_execute_statement(Statements=[
            {"Statement": "UPDATE \"orders\" SET status = 'paid' WHERE customer = 'q' AND \"number\" = 1"},
            {"Statement": "DELETE FROM \"orders\" WHERE customer = 'q'"}])
        self.assertNotIn("Error", batch["Responses"][0])
        self.assertEqual(batch["Responses"][1]["Error"]["Code"], "ValidationError")


if __name__ == "__main__":
    unittest.main()
