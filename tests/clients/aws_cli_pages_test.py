"""What the aws command builds from several requests: its paginators and its waiters."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest

from daemon import Daemon

AWS = "/usr/bin/aws" if os.path.exists("/usr/bin/aws") else shutil.which("aws")


@unittest.skipIf(AWS is None, "no aws command here")
class AwsCliPages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon("--slots", "2")
        cls.daemon.start()
        cls.home = tempfile.mkdtemp(prefix="partita-aws-")
        cls.aws("create-table", "--table-name", "songs", "--billing-mode", "PAY_PER_REQUEST",
                "--attribute-definitions", "AttributeName=artist,AttributeType=S", "AttributeName=song,AttributeType=N",
                "--key-schema", "AttributeName=artist,KeyType=HASH", "AttributeName=song,KeyType=RANGE")
        cls.aws("wait", "table-exists", "--table-name", "songs")
        for first in range(0, 40, 20):
            puts = [{"PutRequest": {"Item": {"artist": {"S": f"a{i % 2}"}, "song": {"N": str(i)}}}}
                    for i in range(first, first + 20)]
            cls.aws("batch-write-item", "--request-items", json.dumps({"songs": puts}))

    @classmethod
    def tearDownClass(cls):
        cls.daemon.__exit__()
        shutil.rmtree(cls.home, ignore_errors=True)

    @classmethod
    def aws(cls, *arguments, expected=0):
        environment = {"PATH": "/usr/bin:/bin", "HOME": cls.home, "AWS_PAGER": "", "AWS_ACCESS_KEY_ID": "any",
                       "AWS_SECRET_ACCESS_KEY": "any", "AWS_DEFAULT_REGION": "us-east-1", "LANG": "C.UTF-8"}
        done = subprocess.run([AWS, "dynamodb", "--endpoint-url", cls.daemon.endpoint, "--output", "json", *arguments],
                              check=False, capture_output=True, text=True, env=environment, timeout=120)
        if done.returncode != expected:
            raise AssertionError(f"aws {arguments} ended with {done.returncode}: {done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else {}

    @staticmethod
    def songs(answer):
        return [int(item["song"]["N"]) for item in answer["Items"]]

    def test_scan_follows_every_page(self):
        self.assertEqual(sorted(self.songs(self.aws("scan", "--table-name", "songs", "--page-size", "7"))), list(range(40)))

    def test_scan_stops_and_goes_on_at_its_token(self):
        first = self.aws("scan", "--table-name", "songs", "--max-items", "15", "--page-size", "4")
        rest = self.aws("scan", "--table-name", "songs", "--starting-token", first["NextToken"])
        self.assertEqual(len(first["Items"]), 15)
        self.assertEqual(sorted(self.songs(first) + self.songs(rest)), list(range(40)))

    def test_query_follows_every_page_in_order(self):
        answer = self.aws("query", "--table-name", "songs", "--page-size", "3", "--no-scan-index-forward",
                          "--key-condition-expression", "artist = :a", "--expression-attribute-values", '{":a":{"S":"a1"}}')
        self.assertEqual(self.songs(answer), list(range(39, 0, -2)))

    def test_list_tables_follows_every_page(self):
        names = [f"many-{i}" for i in range(5)]
        for name in names:
            self.aws("create-table", "--table-name", name, "--billing-mode", "PAY_PER_REQUEST",
                     "--attribute-definitions", "AttributeName=pk,AttributeType=S",
                     "--key-schema", "AttributeName=pk,KeyType=HASH")
        self.assertEqual(self.aws("list-tables", "--page-size", "2")["TableNames"], names + ["songs"])
        self.aws("wait", "table-exists", "--table-name", names[0])
        for name in names:
            self.aws("delete-table", "--table-name", name)
        self.aws("wait", "table-not-exists", "--table-name", names[0])

    def test_a_refusal_is_told_as_the_service_words_it(self):
        self.aws("describe-table", "--table-name", "nobody", expected=254)


if __name__ == "__main__":
    unittest.main()
