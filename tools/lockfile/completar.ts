interface Pacote {
  version?: string;
  dev?: boolean;
  license?: string;
  optionalDependencies?: Record<string, string>;
  [campo: string]: unknown;
}

export interface Lockfile {
  packages: Record<string, Pacote>;
  [campo: string]: unknown;
}

const sistemas = ['darwin', 'linux', 'win32', 'freebsd', 'android', 'openharmony'];
const processadores = [
  'arm64',
  'x64',
  'ia32',
  'arm',
  'ppc64',
  's390x',
  'riscv64',
  'loong64',
  'wasm32',
];

/** Every optional dependency gets an entry, limited to the platform its name tells. Nothing else changes. */
export function completar(lockfile: Lockfile): { completo: Lockfile; adicionados: string[] } {
  const { packages } = lockfile;
  const novos: Record<string, Pacote> = {};
  for (const [caminho, pacote] of Object.entries(packages)) {
    for (const [nome, versao] of Object.entries(pacote.optionalDependencies ?? {})) {
      if (!instalado(packages, caminho, nome))
        novos[`node_modules/${nome}`] = entrada(nome, versao, pacote);
    }
  }
  const todos = { ...packages, ...novos };
  const ordenados = Object.keys(todos).sort((a, b) => a.localeCompare(b, 'en'));
  const completo = {
    ...lockfile,
    packages: Object.fromEntries(ordenados.map((nome) => [nome, todos[nome] ?? {}])),
  };
  return { completo, adicionados: Object.keys(novos) };
}

/** Looks where Node would: beside the package, then up. */
function instalado(packages: Lockfile['packages'], caminho: string, nome: string): boolean {
  for (
    let pasta = caminho;
    ;
    pasta = pasta.slice(0, Math.max(0, pasta.lastIndexOf('/node_modules/')))
  ) {
    if (packages[`${pasta === '' ? '' : `${pasta}/`}node_modules/${nome}`]) return true;
    if (pasta === '') return false;
  }
}

function entrada(nome: string, versao: string, dono: Pacote): Pacote {
  if (!/^\d+\.\d+\.\d+/.test(versao)) throw new Error(`${nome}: ${versao} is not an exact version`);
  const partes = nome.replace(/^.*?\//, '').split('-');
  const os = partes.find((parte) => sistemas.includes(parte));
  const cpu = partes.find((parte) => processadores.includes(parte));
  if (!cpu) throw new Error(`${nome}: no platform in its name`);
  const abi = partes.at(-1) ?? '';
  const libc =
    os !== 'linux'
      ? null
      : abi.startsWith('musl')
        ? 'musl'
        : abi.startsWith('gnu')
          ? 'glibc'
          : null;
  return {
    version: versao,
    cpu: [cpu],
    ...(dono.dev ? { dev: true } : {}),
    ...(libc ? { libc: [libc] } : {}),
    ...(dono.license === undefined ? {} : { license: dono.license }),
    optional: true,
    ...(os ? { os: [os] } : {}),
  };
}
