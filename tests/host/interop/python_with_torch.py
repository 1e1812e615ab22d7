"""Modules that a test needs and Python may lack."""
import importlib.abc
import importlib.machinery
import importlib.util
import os
import pathlib
import sys
import types


def find_torch(libtorch, root):
    """Makes `import torch` and `import safetensors` work: here, beside `libtorch`, or in the source tree's .venv. Else exits with 77."""
    folder = pathlib.Path(libtorch).resolve().parent
    if importlib.util.find_spec("torch") is None and (folder / "torch/__init__.py").exists():
        sys.path.append(str(folder))
    lacking = [name for name in ("torch", "safetensors") if importlib.util.find_spec(name) is None]
    if not lacking:
        try:
            import torch  # noqa: F401  built for this Python?
            return
        except ImportError as error:
            lacking = [f"torch ({error})"]
    other = root / ".venv/bin/python3"
    if other.exists() and not os.environ.get("DOCKET_INTEROP_AGAIN"):
        os.environ["DOCKET_INTEROP_AGAIN"] = "1"
        os.execv(other, [str(other), *sys.argv])
    print(f"{sys.executable} has no {' and no '.join(lacking)}: tools/setup --tests")
    sys.exit(77)


class _Anything(type):
    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Anything(name, (), {})


class _Hollow(types.ModuleType):
    """Has every name, and nothing behind it."""
    __path__ = []
    __version__ = "9.5"

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Anything(name, (), {})


class _HollowFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, names):
        self.names = names

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name.split(".")[0] in self.names else None

    def create_module(self, spec):
        return _Hollow(spec.name)

    def exec_module(self, module):
        pass


def find_timm():
    """The real timm, else a stand-in with its names for ResNet18; says which. timm's models need neither torchvision nor PIL, but it
    imports them, and torchvision has no build for every torch."""
    if importlib.util.find_spec("timm") is not None:
        sys.meta_path.insert(0, _HollowFinder({"torchvision", "PIL"}))
        try:
            import timm
            print(f"timm {timm.__version__}, without torchvision")
            return
        except Exception as error:  # whatever a version of timm does with a hollow module
            print(f"timm is there, but does not import: {error!r}")
            for name in [name for name in sys.modules if name.split(".")[0] in ("timm", "torchvision", "PIL")]:
                del sys.modules[name]
    import timm_names
    sys.modules["timm"] = timm_names
    print("no timm; a plain torch module with its names stands in")
