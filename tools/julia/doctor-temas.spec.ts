import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { respostasDe } from './conteineres-de-mentira.ts';
import { MaquinaDeMentira, type Resposta } from './maquina-de-mentira.ts';

describe('./julia doctor monitoramento', () => {
  let maquina: MaquinaDeMentira;
  beforeEach(async () => {
    maquina = await MaquinaDeMentira.criar();
    await maquina.escrever('.env', 'COMPOSE_PROFILES=observabilidade\n');
  });
  afterEach(() => maquina.remover());

  /** What `promtool query instant` prints; nothing when a query has no result. */
  async function doctor({ caidos = '', regras = '', alertas = '' }) {
    const consulta = (quando: string, saida: string): Resposta => ({
      quando: `compose exec -T prometheus promtool query instant *${quando}*`,
      saida,
    });
    await maquina.fingir('docker', [
      consulta('up == 0', caidos),
      consulta('prometheus_rule_group_rules', regras),
      consulta('ALERTS', alertas),
      ...respostasDe([]),
    ]);
    return maquina.julia(['doctor', 'monitoramento']);
  }
  const regras = '{} => 63 @[1764331200]\n';

  it('counts the rules that Prometheus has loaded', async () => {
    const { code, stdout } = await doctor({ regras });
    expect(stdout).toMatch(/^ok +Regras de alerta: 63 carregadas$/m);
    expect(stdout).toMatch(/^ok +Alertas: nenhum disparado$/m);
    expect(code).toBe(0);
  });

  it('fails when none is loaded', async () => {
    const { code, stdout } = await doctor({});
    expect(stdout).toMatch(/^FALHA +Regras de alerta: nenhuma carregada$/m);
    expect(code).toBe(1);
  });

  it('names who does not answer, and what fires', async () => {
    const { code, stdout } = await doctor({
      regras,
      caidos: 'up{instance="x:8001", job="julia-worker"} => 0 @[1]\n',
      alertas: 'ALERTS{alertname="ServicoFora", alertstate="firing"} => 1 @[1]\n',
    });
    expect(stdout).toMatch(/^FALHA +Alvos do Prometheus: sem resposta: julia-worker/m);
    expect(stdout).toMatch(/^aviso +Alertas: disparados: ServicoFora/m);
    expect(code).toBe(1);
  });

  it('is no proof where monitoring is off', async () => {
    await maquina.escrever('.env', 'COMPOSE_PROFILES=\n');
    const { code, stdout } = await doctor({ regras });
    expect(stdout).toContain('o perfil observabilidade está desligado');
    expect(code).toBe(1);
  });
});

describe('./julia check-env', () => {
  it('hands over the text of .env, so that names and quoting are checked too', async () => {
    const maquina = await MaquinaDeMentira.criar();
    try {
      await maquina.escrever('.env', 'HORARIO_INCIO=09:00\n');
      await maquina.fingirTexto(
        'docker',
        'case "$*" in info*) echo 24.0.0 ;; *) echo "chamada: $*"; cat ;; esac',
      );
      const { code, stdout } = await maquina.julia(['check-env', '--conectar']);
      expect(code).toBe(0);
      expect(stdout).toBe(
        'chamada: compose run --rm -T --no-deps check-env - --conectar\nHORARIO_INCIO=09:00\n',
      );
    } finally {
      await maquina.remover();
    }
  });
});
