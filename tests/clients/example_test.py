"""libpartita-client as it is installed: the examples are built outside the source tree, against nothing but the prefix."""

import os
import shutil
import subprocess
import tempfile

from daemon import Daemon

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../libclient/example")
BUILD = os.environ["PARTITA_BUILD"]


def run(*command, **more):
    done = subprocess.run(command, check=False, capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


with tempfile.TemporaryDirectory(prefix="partita-example-") as room, Daemon("--slots", "2") as daemon:
    prefix, socket = os.path.join(room, "prefix"), os.path.join(daemon.data, "partita.sock")
    run("cmake", "--install", BUILD, "--component", "client", "--prefix", prefix)
    source = shutil.copytree(SOURCE, os.path.join(room, "source"))
    places = [os.path.dirname(os.path.join(folder, name)) for folder, _, names in os.walk(prefix) for name in names
              if name.endswith(".pc")]
    environment = {**os.environ, "PKG_CONFIG_PATH": ":".join(places)}

    flags = run("pkg-config", "--cflags", "--libs", "partita-client", env=environment).split()
    libraries = run("pkg-config", "--variable=libdir", "partita-client", env=environment).strip()
    run("cc", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", os.path.join(source, "example.c"), *flags,
        f"-Wl,-rpath,{libraries}", "-o", os.path.join(room, "example_c"))
    linked = run("ldd", os.path.join(room, "example_c"))
    assert f"{libraries}/libpartita-client.so.0" in linked, linked
    shown = run(os.path.join(room, "example_c"), socket)
    assert shown == '{"pk":{"S":"moon"},"visits":{"N":"6"}}\n', shown

    run("cmake", "-S", source, "-B", os.path.join(room, "build"), f"-DCMAKE_PREFIX_PATH={prefix}",
        "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror")
    run("cmake", "--build", os.path.join(room, "build"))
    shown = run(os.path.join(room, "build/example_cpp"), socket)
    assert shown == "200 songs\n1 play\nTransactionCanceledException: ConditionalCheckFailed\nkept\n", shown

    exported = run("nm", "-D", "--defined-only", os.path.join(libraries, "libpartita-client.so.0"))
    names = [line.split()[-1].split("@")[0] for line in exported.splitlines()]
    strangers = [name for name in names if not name.startswith(("partita_", "PARTITA_"))]
    assert not strangers, strangers
    print(f"{len(names)} symbols, C and C++ examples built from {prefix}")
