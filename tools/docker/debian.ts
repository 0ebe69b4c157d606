import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandFailed, must, run } from './command.ts';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Address of the Debian mirror this machine already uses; anything else than Debian is refused. */
export async function debianMirror(): Promise<string> {
  const targets = await must('apt-get', [
    'indextargets',
    '--format',
    '$(ORIGIN) $(LABEL) $(COMPONENT) $(REPO_URI)',
    'Created-By: Packages',
  ]);
  const main = targets.split('\n').find((line) => line.startsWith('Debian Debian main '));
  const mirror = main?.split(' ').at(-1);
  if (!mirror) throw new CommandFailed('Esta máquina não usa os pacotes do Debian.');
  return mirror;
}

/** Installs only what is missing; the package lists are refreshed first, since a fresh machine has none. */
export async function aptInstall(...packages: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env });
  await must('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
}

/**
 * Unpacks packages of another Debian release without installing them.
 * apt works in a private configuration, so the machine's sources and package state stay as they are.
 */
export async function unpackFromRelease(
  release: string,
  packages: readonly string[],
  folder: string,
): Promise<void> {
  const apt = join(folder, 'apt');
  for (const part of ['sources', 'lists/partial', 'cache/archives/partial']) {
    await mkdir(join(apt, part), { recursive: true });
  }
  await writeFile(
    join(apt, 'sources/release.sources'),
    `Types: deb\nURIs: ${await debianMirror()}\nSuites: ${release}\nComponents: main\nSigned-By: ${KEYRING}\n`,
  );
  const options = [
    '-o',
    'Dir::Etc::SourceList=/dev/null',
    '-o',
    `Dir::Etc::SourceParts=${join(apt, 'sources')}`,
    '-o',
    `Dir::State::Lists=${join(apt, 'lists')}`,
    '-o',
    `Dir::Cache=${join(apt, 'cache')}`,
  ];
  await must('apt-get', [...options, 'update', '-q']);
  await must('apt-get', [...options, 'download', '-q', ...packages], { cwd: apt });
  const archives = await must('find', [apt, '-maxdepth', '1', '-name', '*.deb']);
  for (const archive of archives.split('\n')) await must('dpkg-deb', ['-x', archive, folder]);
}
