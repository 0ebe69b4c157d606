import type { Caso, Series } from './caso.ts';

/** 10 000 a minute, so that shares of a ten-thousandth can be said. */
const total = 10_000;

function duranteHoras(horas: number, porMinuto: number): string {
  return `0+${porMinuto}x${horas * 60}`;
}

function webhooks(parteComErro: number, horas: number): Series {
  const erros = Math.round(total * parteComErro);
  return {
    'julia_webhook_total{resultado="indisponivel"}': duranteHoras(horas, erros),
    'julia_webhook_total{resultado="evento"}': duranteHoras(horas, total - erros),
  };
}

function latencia(parteLenta: number, horas: number): Series {
  const rota = 'rota="/webhook/evolution"';
  const rapidas = Math.round(total * (1 - parteLenta));
  return {
    [`julia_http_segundos_bucket{${rota},le="0.1"}`]: duranteHoras(horas, rapidas),
    [`julia_http_segundos_count{${rota}}`]: duranteHoras(horas, total),
  };
}

/** Prometheus 3 stores the bound 60 as 60.0, Prometheus 2 as it is written. */
function respostas(parteLenta: number, horas: number, le = '60'): Series {
  const rapidas = Math.round(total * (1 - parteLenta));
  return {
    [`julia_resposta_segundos_bucket{le="${le}"}`]: duranteHoras(horas, rapidas),
    julia_resposta_segundos_count: duranteHoras(horas, total),
  };
}

interface Janela {
  readonly em: string;
  readonly horas: number;
  readonly passo: '5m' | '15m';
}
const seisHoras: Janela = { em: '7h', horas: 8, passo: '5m' };
/** Noon in São Paulo. */
const noExpediente: Janela = { em: '15h', horas: 16, passo: '5m' };
/** Monday, noon in São Paulo, more than three days after the beginning; samples are five minutes apart. */
const tresDias: Janela = { em: '111h', horas: 112 / 5, passo: '15m' };

function queimas(
  nome: string,
  margem: number,
  serie: (parte: number, horas: number) => Series,
  janelas: { readonly curta: Janela; readonly longa: Janela | null },
): Caso[] {
  const caso = (sufixo: string, fator: number, { em, horas, passo }: Janela): Caso => ({
    alerta: `${nome}Queima${sufixo}`,
    em,
    passo,
    dispara: serie(fator * margem * 1.2, horas),
    quieto: serie(fator * margem * 0.8, horas),
  });
  return [
    caso('Rapida', 14.4, janelas.curta),
    caso('Media', 6, janelas.curta),
    ...(janelas.longa ? [caso('Lenta', 1, janelas.longa)] : []),
  ];
}

/** What has ended must not call anybody: the short window forgets it. */
const passou: Caso = {
  alerta: 'SloWebhookQueimaRapida',
  em: '7h',
  passo: '5m',
  dispara: webhooks(0.05, 8),
  quieto: {
    'julia_webhook_total{resultado="indisponivel"}': `0+1000x${6 * 60 + 40} 400000x60`,
    'julia_webhook_total{resultado="evento"}': duranteHoras(8, total),
  },
};

/** At night nobody is promised an answer within the minute. */
const deNoite: Caso = {
  alerta: 'SloRespostaQueimaRapida',
  em: '8h',
  passo: '5m',
  dispara: null,
  quieto: respostas(0.9, 9),
};

const expediente = { curta: noExpediente, longa: tresDias };

export const casosDeSlo: readonly Caso[] = [
  ...queimas('SloWebhook', 0.0005, webhooks, { curta: seisHoras, longa: tresDias }),
  ...queimas('SloLatencia', 0.01, latencia, { curta: seisHoras, longa: tresDias }),
  ...queimas('SloResposta', 0.05, respostas, expediente),
  {
    alerta: 'SloRespostaQueimaRapida',
    ...{ em: noExpediente.em, passo: noExpediente.passo },
    dispara: respostas(0.9, 16, '60.0'),
    quieto: respostas(0.5, 16, '60.0'),
  },
  passou,
  deNoite,
];
