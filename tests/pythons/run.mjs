// Runs a Python file in another Python: node run.mjs VERSION FILE ROOT < input > output. ROOT is seen as /project.
import { readFileSync } from "node:fs";

const [version, file, root] = process.argv.slice(2);
const { loadPyodide } = await import(`python-${version}`);
const python = await loadPyodide();
python.FS.mkdir("/project");
python.FS.mount(python.FS.filesystems.NODEFS, { root }, "/project");
python.globals.set("given", readFileSync(0, "utf8"));
python.runPython("import sys; sys.dont_write_bytecode = True; sys.path[:0] = ['/project', '/project/generated']");
process.stdout.write(python.runPython(readFileSync(file, "utf8")));
