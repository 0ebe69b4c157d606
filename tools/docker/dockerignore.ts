interface Pattern {
  include: boolean;
  path: RegExp;
}

/** Docker's own rule: the last pattern that matches the path or a folder above it decides; nothing matched means included. */
export function inContext(dockerignore: string, path: string): boolean {
  let included = true;
  for (const pattern of parse(dockerignore)) {
    if (withFolders(path).some((part) => pattern.path.test(part))) included = pattern.include;
  }
  return included;
}

function parse(dockerignore: string): Pattern[] {
  return dockerignore
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ include: line.startsWith('!'), path: toRegExp(line.replace(/^!/, '')) }));
}

function toRegExp(glob: string): RegExp {
  const source = glob
    .split(/(\*\*\/|\*\*|\*)/)
    .map((part) => {
      if (part === '**/') return '(?:.*/)?';
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      return part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`);
}

function withFolders(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
