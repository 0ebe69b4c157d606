import { MigracaoError } from './migracao-error.ts';

const remedios: readonly (readonly [RegExp, string])[] = [
  [/^28/, 'o banco recusou o usuário ou a senha de SUPABASE_DB_URL'],
  [/^3D000$/, 'o banco nomeado em SUPABASE_DB_URL não existe neste servidor'],
  [
    /^(ENOTFOUND|EAI_AGAIN)$/,
    'o servidor de SUPABASE_DB_URL não foi encontrado no DNS; confira o endereço e a rede do contêiner',
  ],
  [
    /^(ENETUNREACH|EHOSTUNREACH)$/,
    'não há rota até o servidor de SUPABASE_DB_URL; a conexão direta do Supabase usa IPv6: sem IPv6, use o endereço do pooler em modo session (porta 5432)',
  ],
  [
    /^(ECONNREFUSED|ECONNRESET|CONNECT_TIMEOUT|ETIMEDOUT|CONNECTION_CLOSED|CONNECTION_ENDED)$/,
    'o servidor de SUPABASE_DB_URL não aceitou a conexão; confira endereço, porta e se o banco está no ar',
  ],
  [/^(57P|53)/, 'o banco está iniciando, encerrando ou sem conexões livres'],
  [/^(40001|40P01|55P03|XX000)$/, 'outra sessão mudava o mesmo no banco'],
  [
    /CERT|TLS|SSL|SELF_SIGNED/,
    'o certificado do servidor de SUPABASE_DB_URL não foi aceito; confira sslmode no endereço',
  ],
];
/** A wrong password or name does not heal by waiting. */
const definitiva = /^28|^3D000$|CERT|TLS|SSL|SELF_SIGNED/;

/** Serialization, deadlock, lock not granted in time. */
const disputa = /^(40001|40P01|55P03)$/;
const servidorSeFoi = /^(57P|53|08|ECONN|ETIMEDOUT|CONNECT)/;

/** Whether the same statement may well pass in a moment: somebody else was changing the same, or the server went away. */
export function ehPassageira(erro: unknown): boolean {
  const codigo = codigoDe(erro);
  if (disputa.test(codigo) || servidorSeFoi.test(codigo)) return true;
  // Postgres has no code of its own for two sessions that change the rights of one object.
  return codigo === 'XX000' && (erro as Error).message.startsWith('tuple concurrently');
}

function codigoDe(erro: unknown): string {
  return typeof erro === 'object' && erro !== null && 'code' in erro
    ? String(erro.code)
    : 'SEM_CODIGO';
}

/** One Portuguese line without address, user or password; the code says the rest. */
export function falhaDoBanco(erro: unknown): MigracaoError {
  const codigo = codigoDe(erro);
  const remedio = remedios.find(([padrao]) => padrao.test(codigo))?.[1];
  return new MigracaoError(
    'BANCO_INACESSIVEL',
    `${remedio ?? 'não foi possível conectar ao banco de SUPABASE_DB_URL'} (${codigo})`,
    { transitoria: !definitiva.test(codigo) },
  );
}
