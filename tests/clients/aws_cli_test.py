"""The session that the README shows, typed by a machine: every command of it, every answer compared with what is printed there."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

from daemon import Daemon

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SKIPPED = 77


def session():
    """The commands of the README's first console block after the start, with the output printed below each."""
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        block = re.search(r"```console\n(.*?)```", file.read(), re.S).group(1)
    steps = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append([line[2:], []])
        elif steps and steps[-1][0].endswith("\\"):
            steps[-1][0] = steps[-1][0][:-1] + line.strip()
        elif steps:
            steps[-1][1].append(line)
    return steps


def pattern_of(lines):
    """`…` in the README stands for what differs from run to run."""
    return re.compile(r"\s*".join(".*".join(map(re.escape, line.split("…"))) for line in lines), re.S)


def main():
    aws = "/usr/bin/aws" if os.path.exists("/usr/bin/aws") else shutil.which("aws")
    if aws is None:
        print("no aws command here: skipped")
        return SKIPPED
    steps = session()
    assert steps[0][0].startswith("./run.sh"), "the session starts by starting"
    assert len(steps) >= 6, steps
    with Daemon("--slots", "2") as daemon, tempfile.TemporaryDirectory() as home:
        os.symlink(daemon.data, os.path.join(home, "data"))
        bin_folder = os.path.join(home, "bin")
        os.mkdir(bin_folder)
        os.symlink(aws, os.path.join(bin_folder, "aws"))
        os.symlink(os.environ["PARTITA"], os.path.join(bin_folder, "partita"))
        environment = {"PATH": bin_folder + ":/usr/bin:/bin", "HOME": home, "AWS_PAGER": "", "LANG": "C.UTF-8",
                       "AWS_EC2_METADATA_DISABLED": "true"}
        script = []
        owners = daemon.pids("partita-partitiond")
        for command, _ in steps[1:]:
            command = command.replace("http://127.0.0.1:8000", daemon.endpoint).replace("./build/run/bin/partita", "partita")
            # Tests run side by side: only this daemon's partition is killed.
            command = re.sub(r"pkill -9 -f 'partita-partitiond --slot (\d)'", lambda m: f"kill -9 {owners[int(m[1])]}", command)
            script += [command, 'printf "\\n---- %s\\n" $?']
        ran = subprocess.run(["bash", "-c", "\n".join(script)], cwd=home, env=environment, capture_output=True, text=True,
                             timeout=150)
        print(ran.stdout, ran.stderr)
        answers = re.split(r"\n---- (\d+)\n", ran.stdout)
        outputs, codes = answers[0::2], answers[1::2]
        assert len(codes) == len(steps) - 1, "a command ended the shell"
        for (command, expected), output, code in zip(steps[1:], outputs, codes):
            assert code == "0", f"{command}\nended with {code}"
            assert pattern_of(expected).fullmatch(output.strip()), f"{command}\nprinted\n{output}\ninstead of\n{expected}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
