import { corpoDaChave } from '../supabase-key.ts';
import { valorDe, type Achado, type Grupo, type Variaveis } from './achado.ts';

type Dizer = (nivel: Achado['nivel'], grupos: Grupo[], variavel: string, problema: string) => void;

/** Things that are each fine and do not fit together. Never says a value. */
export function contradicoes(env: Variaveis, agora: Date): Achado[] {
  const achados: Achado[] = [];
  const dizer: Dizer = (nivel, grupos, variavel, problema) =>
    void achados.push({ grupos, variavel, nivel, problema });
  conferirSupabase(env, agora, dizer);
  conferirCompose(env, dizer);
  conferirSegredosRepetidos(env, dizer);
  conferirEnvio(env, dizer);
  return achados;
}

/** The project's reference, as it appears in the address of a hosted Supabase. */
function referencia(endereco: string | undefined): string | undefined {
  if (endereco === undefined) return undefined;
  const doUsuario = /^postgres(?:ql)?:\/\/postgres\.([a-z\d]{20})[:@]/.exec(endereco)?.[1];
  return doUsuario ?? /(?:\/\/|@)(?:db\.)?([a-z\d]{20})\.supabase\.co\b/.exec(endereco)?.[1];
}

function conferirSupabase(env: Variaveis, agora: Date, dizer: Dizer): void {
  const url = valorDe(env, 'SUPABASE_URL');
  const banco = valorDe(env, 'SUPABASE_DB_URL');
  const corpo = corpoDaChave(valorDe(env, 'SUPABASE_SERVICE_KEY') ?? '');
  const ref = referencia(url);
  const grupos: Grupo[] = ['api', 'worker'];
  if (url && /\/(rest|auth|storage)\/v1/.test(url)) {
    dizer('erro', grupos, 'SUPABASE_URL', 'deve ser a raiz do projeto, sem /rest/v1');
  }
  if (ref && corpo?.ref !== undefined && corpo.ref !== ref) {
    dizer('erro', grupos, 'SUPABASE_SERVICE_KEY', 'é de outro projeto que o de SUPABASE_URL');
  }
  if (corpo?.exp !== undefined && corpo.exp * 1_000 < agora.getTime()) {
    dizer(
      'erro',
      grupos,
      'SUPABASE_SERVICE_KEY',
      'está vencida: pegue a atual no painel do Supabase',
    );
  }
  if (!banco) return;
  const refDoBanco = referencia(banco);
  if (ref && refDoBanco && ref !== refDoBanco) {
    dizer('erro', ['migrações'], 'SUPABASE_DB_URL', 'é de outro projeto que o de SUPABASE_URL');
  }
  if (/\[?YOUR-PASSWORD\]?|\[SUA-SENHA\]/i.test(banco)) {
    dizer('erro', ['migrações'], 'SUPABASE_DB_URL', 'ainda tem [YOUR-PASSWORD] no lugar da senha');
  } else if (URL.parse(banco)?.port === '6543') {
    const problema = 'usa a porta 6543 (pooler em modo transaction): para migrar use a 5432';
    dizer('erro', ['migrações'], 'SUPABASE_DB_URL', problema);
  }
}

const ehLoopback = (endereco: string) =>
  /^(localhost|127\.[\d.]+|\[::1\])$/.test(URL.parse(endereco)?.hostname ?? '');

function conferirCompose(env: Variaveis, dizer: Dizer): void {
  const arquivos = valorDe(env, 'COMPOSE_FILE');
  const perfis = (valorDe(env, 'COMPOSE_PROFILES') ?? '').split(',').map((nome) => nome.trim());
  if (arquivos === undefined) return;
  for (const perfil of ['evolution', 'chatwoot', 'banco', 'simulador']) {
    if (perfis.includes(perfil) && !arquivos.includes(`compose/${perfil}.yaml`)) {
      const problema = `tem o perfil ${perfil}, mas compose/${perfil}.yaml não está em COMPOSE_FILE`;
      dizer('erro', ['compose'], 'COMPOSE_PROFILES', problema);
    }
  }
  if (valorDe(env, 'EDGE_MODO') === 'dominio' && !arquivos.includes('compose/dominio.yaml')) {
    const problema = 'diz dominio, mas compose/dominio.yaml não está em COMPOSE_FILE';
    dizer('erro', ['borda'], 'EDGE_MODO', problema);
  }
  if (perfis.includes('simulador') && valorDe(env, 'ENVIRONMENT') === 'production') {
    dizer('erro', ['compose'], 'COMPOSE_PROFILES', 'tem o simulador, que não existe em produção');
  }
  if (!perfis.includes('evolution') && !valorDe(env, 'EVOLUTION_API_URL')) {
    const problema = 'é preciso: a Evolution deste Compose está fora de COMPOSE_PROFILES';
    dizer('erro', ['worker'], 'EVOLUTION_API_URL', problema);
  }
  const enderecos = [
    'SUPABASE_URL',
    'SUPABASE_DB_URL',
    'REDIS_URL',
    'EVOLUTION_API_URL',
    'ANTHROPIC_BASE_URL',
    'CHATWOOT_URL',
    'JULIA_API_URL',
  ];
  for (const nome of enderecos) {
    const valor = valorDe(env, nome);
    if (valor === undefined || !ehLoopback(valor)) continue;
    if (nome === 'SUPABASE_URL' && valorDe(env, 'ENVIRONMENT') === 'production') continue;
    const problema = 'aponta para localhost, que dentro de um contêiner é o próprio contêiner';
    dizer('erro', ['compose'], nome, problema);
  }
}

const segredosNossos = [
  'EVOLUTION_WEBHOOK_TOKEN',
  'EVOLUTION_WEBHOOK_TOKEN_ANTERIOR',
  'JULIA_API_TOKEN',
  'JULIA_JOBS_TOKEN',
  'REDIS_PASSWORD',
  'EVOLUTION_API_KEY',
  'EVOLUTION_POSTGRES_PASSWORD',
  'CHATWOOT_SECRET_KEY_BASE',
  'CHATWOOT_POSTGRES_PASSWORD',
];

function conferirSegredosRepetidos(env: Variaveis, dizer: Dizer): void {
  const vistos = new Map<string, string>();
  for (const nome of segredosNossos) {
    const valor = valorDe(env, nome);
    if (valor === undefined) continue;
    const outro = vistos.get(valor);
    if (outro) dizer('aviso', ['compose'], nome, `é igual a ${outro}: use um valor para cada um`);
    else vistos.set(valor, nome);
  }
}

function conferirEnvio(env: Variaveis, dizer: Dizer): void {
  const ambiente = valorDe(env, 'ENVIRONMENT') ?? 'development';
  const [hora, dia] = [Number(env['MAX_MSGS_POR_HORA']), Number(env['MAX_MSGS_POR_DIA'])];
  if (valorDe(env, 'MAX_MSGS_POR_HORA') && valorDe(env, 'MAX_MSGS_POR_DIA') && hora > dia) {
    dizer('aviso', ['worker'], 'MAX_MSGS_POR_HORA', 'é maior que MAX_MSGS_POR_DIA');
  }
  if (ambiente !== 'production') {
    if (ambiente === 'staging' && !valorDe(env, 'DESTINOS_PERMITIDOS')) {
      const problema = 'está em branco: fora de production ninguém recebe mensagens';
      dizer('aviso', ['worker'], 'DESTINOS_PERMITIDOS', problema);
    }
    return;
  }
  if (/^(true|1|sim|on|yes)$/i.test(valorDe(env, 'DEBUG') ?? '')) {
    dizer('aviso', ['api', 'worker', 'scheduler'], 'DEBUG', 'está ligado em production');
  }
  if (/^(false|0|nao|não|off|no)$/i.test(valorDe(env, 'RITMO_HUMANO') ?? '')) {
    dizer(
      'aviso',
      ['worker'],
      'RITMO_HUMANO',
      'está desligado em production: as respostas saem de uma vez',
    );
  }
  const chatwoot = ['CHATWOOT_API_KEY', 'CHATWOOT_ACCOUNT_ID', 'CHATWOOT_INBOX_ID'];
  const faltam = chatwoot.filter((nome) => !valorDe(env, nome) && !valorDe(env, `${nome}_FILE`));
  if (faltam.length > 0 && faltam.length < chatwoot.length) {
    for (const nome of faltam)
      dizer('aviso', ['chatwoot'], nome, 'falta para completar o acesso ao Chatwoot');
  }
}
