// npm run build: the pages, when their sources changed. npm start does it too; this is for images and read-only folders.
import { ensureBuild } from "#scripts/parts/build.ts";
import { runScript, say } from "#scripts/parts/script.ts";

await runScript(async () => {
  const built = await ensureBuild(say);
  return { line: built ? "The pages are built." : "The pages were built already.", answer: { built } };
});
