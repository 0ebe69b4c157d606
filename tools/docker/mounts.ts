import { readFile, rm } from 'node:fs/promises';
import { run } from './command.ts';

/** Removes a folder in which an interrupted program may have left mounts: those would be emptied or refuse to go. */
export async function removeWithMounts(folder: string): Promise<void> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8'))
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`));
  for (const path of mounts.reverse()) await run('umount', ['-l', path], { cleanup: true });
  await rm(folder, { recursive: true, force: true });
}
