// Runs inside julia-api, piped by `./julia doctor`. One line per verdict: state, name, finding and remedy, tab separated.
import { readFileSync } from 'node:fs';

const { env } = process;
const token = env.JULIA_API_TOKEN || readFileSync(env.JULIA_API_TOKEN_FILE, 'utf8').trim();
const api = `http://127.0.0.1:${env.PORT || 8000}`;
const servicos = {
  'julia-api': api,
  'julia-worker': env.DOCTOR_WORKER_URL ?? 'http://julia-worker:8001',
  'julia-scheduler': env.DOCTOR_SCHEDULER_URL ?? 'http://julia-scheduler:8002',
};
const minutoMs = 60_000;

const limpo = (texto) => String(texto ?? '').replace(/\s+/g, ' ');
const dizer = (estado, nome, achado = '', remedio = '') =>
  console.log([estado, nome, achado, remedio].map(limpo).join('\t'));
const pedir = (url, comToken = false) =>
  fetch(url, {
    headers: comToken ? { authorization: `Bearer ${token}` } : {},
    signal: AbortSignal.timeout(8_000),
  });
const admin = async (caminho) => {
  const resposta = await pedir(api + caminho, true);
  if (!resposta.ok) throw new Error(`respondeu ${resposta.status}`);
  return resposta.json();
};

/** Samples of one metric as [labels, value]. */
function amostras(texto, nome) {
  return [...texto.matchAll(new RegExp(`^${nome}(?:\\{([^}]*)\\})? (\\S+)`, 'gm'))].map(
    ([, rotulos = '', valor]) => [
      Object.fromEntries([...rotulos.matchAll(/(\w+)="([^"]*)"/g)].map(([, n, v]) => [n, v])),
      Number(valor),
    ],
  );
}

async function prontidao() {
  for (const [nome, url] of Object.entries(servicos)) {
    const resposta = await pedir(`${url}/health/ready`).catch(() => null);
    if (!resposta) {
      dizer('falha', nome, 'não responde', `docker compose logs --tail 50 ${nome}`);
      continue;
    }
    const { status, versao, dependencias = {} } = await resposta.json();
    const ruins = Object.entries(dependencias).filter(([, d]) => d.estado !== 'ok');
    for (const [dependencia, { estado, motivo }] of ruins) {
      dizer(
        estado === 'fora' ? 'falha' : 'aviso',
        `${nome} → ${dependencia}`,
        `${estado} ${motivo ?? ''}`,
        './julia check-env --conectar mostra o que há e como resolver',
      );
    }
    if (ruins.length === 0 && resposta.ok) dizer('ok', nome, `${status}, versão ${versao}`);
    else if (!resposta.ok && ruins.length === 0) {
      dizer('falha', nome, status, `docker compose logs --tail 50 ${nome}`);
    }
  }
}

async function filas() {
  const [estados, guardados, pausa] = await Promise.all([
    admin('/admin/filas'),
    admin('/admin/quarentena'),
    admin('/admin/pausa'),
  ]);
  const mortas = estados.reduce((total, fila) => total + fila.mortas, 0);
  const quarentena = guardados.filter(({ resolvidoEm }) => resolvidoEm === null);
  const lentas = estados.filter((fila) => fila.esperaMaisAntigaMs > 2 * minutoMs);
  for (const { fila, aguardando, esperaMaisAntigaMs } of lentas) {
    dizer(
      'falha',
      `Fila ${fila}`,
      `${aguardando} esperando, o mais antigo há ${Math.round(esperaMaisAntigaMs / minutoMs)} min`,
      'docker compose restart julia-worker; se continuar, docker compose logs julia-worker',
    );
  }
  if (lentas.length === 0) dizer('ok', 'Filas', 'nada esperando há mais de 2 minutos');
  if (mortas === 0) dizer('ok', 'Trabalhos que desistiram', 'nenhum');
  else {
    dizer(
      'aviso',
      'Trabalhos que desistiram',
      `${mortas}`,
      './julia mortas mostra o quê e por quê; corrigida a causa, ./julia mortas repetir tudo',
    );
  }
  if (quarentena.length > 0) {
    dizer(
      'aviso',
      'Webhooks em quarentena',
      `${quarentena.length}`,
      'A Evolution foi atualizada? ./julia mortas mostra quais e por quê',
    );
  }
  if (pausa.pausada) dizer('aviso', 'Júlia pausada', 'nada é enviado', './julia retomar');
}

async function jobs() {
  const periodos = Object.fromEntries(
    amostras(await (await pedir(`${api}/metrics`)).text(), 'julia_agendado_periodo_segundos').map(
      ([{ job }, segundos]) => [job, segundos],
    ),
  );
  const lista = await admin('/jobs');
  let bons = 0;
  for (const { nome, cron, ultimoTick, estado } of lista) {
    const periodoMs = (periodos[nome] ?? (cron.startsWith('* ') ? 60 : 7 * 86_400)) * 1_000;
    const idadeMs = ultimoTick ? Date.now() - new Date(ultimoTick).getTime() : null;
    if (estado === 'falhou' || estado === 'falha') {
      dizer(
        'falha',
        `Job ${nome}`,
        'a última execução falhou',
        'docker compose logs --tail 200 julia-worker',
      );
    } else if (idadeMs === null) {
      dizer(
        'aviso',
        `Job ${nome}`,
        'ainda não rodou',
        'Recém-instalado? Espere o horário dele ou ./julia job ' + nome,
      );
    } else if (idadeMs > 2 * periodoMs + 2 * minutoMs) {
      dizer(
        'falha',
        `Job ${nome}`,
        `não roda há ${Math.round(idadeMs / minutoMs)} min`,
        'docker compose restart julia-scheduler; docker compose logs --tail 50 julia-scheduler',
      );
    } else bons += 1;
  }
  if (bons > 0) dizer('ok', 'Jobs agendados', `${bons} de ${lista.length} em dia`);
}

async function whatsapp() {
  const daApi = await (await pedir(`${api}/metrics`)).text();
  const resposta = await pedir(`${servicos['julia-worker']}/metrics`).catch(() => null);
  const medidas = daApi + '\n' + (resposta ? await resposta.text() : '');
  for (const [{ instancia }, valor] of amostras(medidas, 'julia_instancia_conectada')) {
    if (valor === 1) dizer('ok', `WhatsApp ${instancia}`, 'conectado');
    else dizer('falha', `WhatsApp ${instancia}`, 'desconectado', './julia conectar-whatsapp');
  }
  const webhooks = amostras(daApi, 'julia_webhook_total');
  const soma = (escolher) =>
    webhooks.filter(([r]) => escolher(r.resultado)).reduce((total, [, valor]) => total + valor, 0);
  const recusados = soma((r) => r === 'nao_autorizado');
  const recebidos = soma((r) => ['evento', 'ignorado', 'quarentena'].includes(r));
  if (recusados > 0) {
    dizer(
      'aviso',
      'Webhooks recusados',
      `${recusados} com segredo errado desde que a api iniciou`,
      'O segredo da Evolution é outro: ./julia conectar-whatsapp registra o webhook de novo',
    );
  }
  if (recebidos > 0) dizer('ok', 'Webhooks', `${recebidos} desde que a api iniciou`);
  else {
    dizer(
      'aviso',
      'Webhooks',
      'nenhum desde que a api iniciou',
      'Mande uma mensagem ao número. Se nada muda: ./julia conectar-whatsapp',
    );
  }
  for (const [{ recurso }, valor] of amostras(medidas, 'julia_disjuntor_aberto')) {
    if (valor === 1)
      dizer(
        'aviso',
        `Chamadas a ${recurso}`,
        'suspensas por falhas seguidas',
        './julia check-env --conectar',
      );
  }
}

for (const [nome, verificar] of Object.entries({ prontidao, filas, jobs, whatsapp })) {
  try {
    await verificar();
  } catch (erro) {
    dizer(
      'falha',
      nome,
      erro.cause?.code ?? erro.message,
      'docker compose logs --tail 50 julia-api',
    );
  }
}
