import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PalcoDaApi } from './palco-da-api.ts';

describe('/metrics of the api', () => {
  let palco: PalcoDaApi;
  beforeAll(async () => {
    palco = await PalcoDaApi.abrir();
  });
  afterAll(() => palco.fechar());

  it('tells what only database and Redis know', async () => {
    const texto = await (await fetch(`${palco.url}/metrics`)).text();
    for (const linha of [
      /^julia_redis_memoria_bytes\{servico="api"\} [1-9]/m,
      /^julia_saida_mensagens\{status="incerta",servico="api"\} 0/m,
      /^julia_sem_resposta_segundos\{servico="api"\} 0/m,
      /^julia_pausada\{servico="api"\} 0/m,
      /^julia_esquema_versao\{tipo="banco",servico="api"\} [1-9]/m,
      /^julia_agendado_periodo_segundos\{job="recuperar-lacunas",servico="api"\} 600/m,
      /^julia_agendado_periodo_segundos\{job="processar-mensagens-agendadas",servico="api"\} 60/m,
      /^julia_pronto\{servico="api"\} 1/m,
      /^julia_build_info\{versao="[^"]+",ambiente="development",servico="api"\} 1/m,
    ]) {
      expect(texto).toMatch(linha);
    }
  });

  it('answers while the database is away, with the figures it has', async () => {
    await palco.banco.parar();
    const inicio = performance.now();
    const resposta = await fetch(`${palco.url}/metrics`);
    expect(resposta.status).toBe(200);
    expect(performance.now() - inicio).toBeLessThan(5_000);
    expect(await resposta.text()).toMatch(/^julia_redis_memoria_bytes/m);
  });
});
