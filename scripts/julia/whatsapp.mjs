// Runs inside julia-worker, piped by `./julia conectar-whatsapp` after qr.mjs. The line before it holds the secrets.
// Answers of Evolution 2.3.7: an unknown instance is 404, a taken name 403, and a failed connect is 200 with error: true.
/* global desenharQr, segredos */
import { setTimeout as esperar } from 'node:timers/promises';

const { url, chave, instancia, webhook, token } = segredos;
const numero = segredos.numero || null;
/** What libs/whatsapp understands; without media, which is fetched when it is needed. */
const eventos = [
  'MESSAGES_UPSERT',
  'MESSAGES_EDITED',
  'MESSAGES_UPDATE',
  'MESSAGES_DELETE',
  'SEND_MESSAGE',
  'CONNECTION_UPDATE',
  'QRCODE_UPDATED',
  'CALL',
];
const ateMs = Number(segredos.esperaMs ?? 180_000);
/** WhatsApp changes the code after about 20 s; Evolution hands out the current one. */
const renovarMs = Number(segredos.renovarMs ?? 20_000);

class Parar extends Error {
  constructor(mensagem, remedio) {
    super(mensagem);
    this.remedio = remedio;
  }
}

const dizer = (estado, texto) => console.log(`${estado.padEnd(5)}  ${texto}`);
const nome = encodeURIComponent(instancia);

async function pedir(metodo, caminho, corpo) {
  let resposta;
  try {
    resposta = await fetch(url + caminho, {
      method: metodo,
      headers: { apikey: chave, ...(corpo ? { 'content-type': 'application/json' } : {}) },
      body: corpo ? JSON.stringify(corpo) : undefined,
      signal: AbortSignal.timeout(30_000),
    });
  } catch (erro) {
    throw new Parar(
      `Não alcanço a Evolution em ${url} (${erro.cause?.code ?? erro.name}).`,
      'Ela está no ar? docker compose ps evolution-api. Se é de outro lugar, confira EVOLUTION_API_URL.',
    );
  }
  const texto = await resposta.text();
  let lido = null;
  try {
    lido = JSON.parse(texto);
  } catch {
    throw new Parar(
      `Quem responde em ${url} não é a Evolution (resposta ${resposta.status} que não é JSON).`,
      'Confira EVOLUTION_API_URL: só o endereço, sem caminho.',
    );
  }
  if (resposta.status === 503 && lido?.code === 'LICENSE_REQUIRED') {
    throw new Parar('Esta Evolution (2.4 ou mais nova) pede ativação de licença.', 'Use a v2.3.7.');
  }
  return { status: resposta.status, corpo: lido };
}

const motivo = ({ status, corpo }) =>
  `${status} ${[corpo?.response?.message ?? corpo?.error ?? ''].flat(3).join('; ').slice(0, 200)}`;

async function estado() {
  const resposta = await pedir('GET', `/instance/connectionState/${nome}`);
  if (resposta.status === 404) return null;
  if (resposta.status === 401) {
    throw new Parar(
      'A Evolution não aceita esta chave.',
      'EVOLUTION_API_KEY deve ser a AUTHENTICATION_API_KEY dela (ou o token da instância, se ela já existe).',
    );
  }
  if (resposta.status !== 200) throw new Parar(`A Evolution respondeu ${motivo(resposta)}.`);
  return resposta.corpo.instance?.state ?? 'close';
}

async function criarInstancia() {
  const resposta = await pedir('POST', '/instance/create', {
    instanceName: instancia,
    integration: 'WHATSAPP-BAILEYS',
    qrcode: false,
    groupsIgnore: true,
    rejectCall: false,
    alwaysOnline: false,
    readMessages: false,
    readStatus: false,
    syncFullHistory: false,
  });
  if (resposta.status === 201) return dizer('ok', `Instância ${instancia} criada.`);
  if (resposta.status === 401 || resposta.status === 403) {
    throw new Parar(
      `A Evolution não deixou criar a instância ${instancia} (${motivo(resposta)}).`,
      'Criar pede a chave global: AUTHENTICATION_API_KEY. Com o token de uma instância só dá para usar a dela.',
    );
  }
  throw new Parar(`A Evolution não criou a instância ${instancia}: ${motivo(resposta)}.`);
}

async function registrarWebhook() {
  const resposta = await pedir('POST', `/webhook/set/${nome}`, {
    webhook: {
      enabled: true,
      url: webhook,
      headers: { Authorization: `Bearer ${token}` },
      byEvents: false,
      base64: false,
      events: eventos,
    },
  });
  if (resposta.status !== 201)
    throw new Parar(`O webhook não foi registrado: ${motivo(resposta)}.`);
  const { corpo } = await pedir('GET', `/webhook/find/${nome}`);
  const guardado =
    corpo?.enabled === true &&
    corpo.url === webhook &&
    corpo.headers?.Authorization === `Bearer ${token}`;
  if (!guardado) {
    throw new Parar(
      'A Evolution respondeu que registrou o webhook, mas guardou outra coisa.',
      'Repita; se continuar, veja docker compose logs evolution-api.',
    );
  }
  dizer('ok', `Webhook registrado em ${webhook}, com o segredo dele.`);
}

/** The same delivery Evolution would make, with an event nobody acts on. */
async function experimentarWebhook() {
  const resposta = await fetch(webhook, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ event: 'application.startup', instance: instancia, data: {} }),
    signal: AbortSignal.timeout(10_000),
  }).catch((erro) => ({ status: erro.cause?.code ?? erro.name }));
  if (resposta.status === 200) return dizer('ok', 'O webhook chega à Júlia e o segredo é aceito.');
  if (resposta.status === 401) {
    throw new Parar(
      'A Júlia recusa o segredo do webhook (401).',
      'O EVOLUTION_WEBHOOK_TOKEN mudou depois que a api subiu? docker compose up -d --force-recreate julia-api',
    );
  }
  dizer(
    'aviso',
    `Não consegui experimentar o webhook daqui (${resposta.status}). Mande uma mensagem ao número e veja ./julia doctor`,
  );
}

/** Gap-filling and the check before a resend read Evolution's own copy of the messages. */
async function conferirGravacao() {
  const resposta = await pedir('POST', `/chat/findMessages/${nome}`, {
    where: {},
    page: 1,
    offset: 1,
  });
  const total = resposta.corpo?.messages?.total;
  if (resposta.status !== 200 || typeof total !== 'number') {
    return dizer('aviso', `Não consegui ler as mensagens guardadas (${motivo(resposta)}).`);
  }
  if (total > 0) return dizer('ok', `A Evolution guarda as mensagens (${total} até agora).`);
  dizer(
    'aviso',
    'Ainda não há mensagem guardada. Mande uma ao número e repita: se continuar zero, ligue DATABASE_SAVE_DATA_NEW_MESSAGE=true na Evolution.',
  );
}

async function codigo() {
  const consulta = numero ? `?number=${encodeURIComponent(numero)}` : '';
  const { status, corpo } = await pedir('GET', `/instance/connect/${nome}${consulta}`);
  return status === 200 && !corpo?.error ? corpo : null;
}

function mostrarCodigo({ code, pairingCode }) {
  console.log('\nNo celular: WhatsApp > Aparelhos conectados > Conectar um aparelho.');
  if (numero && pairingCode) {
    console.log(`Escolha "Conectar com número de telefone" e digite: ${pairingCode}\n`);
  } else {
    console.log(`${desenharQr(code, segredos.cores === 'sim')}\n`);
  }
}

async function conectar() {
  const fim = Date.now() + ateMs;
  let mostrado = '';
  let pedidoEm = 0;
  while (Date.now() < fim) {
    if ((await estado()) === 'open') return true;
    if (Date.now() - pedidoEm >= renovarMs) {
      pedidoEm = Date.now();
      const atual = await codigo();
      const chaveAtual = (numero && atual?.pairingCode) || atual?.code;
      if (chaveAtual && chaveAtual !== mostrado) {
        mostrado = chaveAtual;
        mostrarCodigo(atual);
      }
    }
    await esperar(Math.min(2_000, renovarMs));
  }
  throw new Parar(
    mostrado ? 'O código não foi lido a tempo.' : 'A Evolution não deu um código.',
    mostrado
      ? 'Repita ./julia conectar-whatsapp quando estiver com o celular na mão.'
      : 'docker compose restart evolution-api e repita em um minuto.',
  );
}

try {
  let atual = await estado();
  if (atual === null) {
    await criarInstancia();
    atual = 'close';
  } else dizer('ok', `A instância ${instancia} existe (${atual}).`);
  await registrarWebhook();
  await experimentarWebhook();
  if (atual !== 'open' && segredos.semQr !== 'sim') await conectar();
  if (segredos.semQr !== 'sim' || atual === 'open') dizer('ok', 'Número conectado.');
  await conferirGravacao();
} catch (erro) {
  console.error(erro.message);
  if (erro.remedio) console.error(`  → ${erro.remedio}`);
  process.exitCode = 1;
}
