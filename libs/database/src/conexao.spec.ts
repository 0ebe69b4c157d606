import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventoWhatsapp } from '@julia/domain';
import { criarCenario, proximo, type Cenario } from '../test/cenario.ts';

type Mudanca = Extract<EventoWhatsapp, { tipo: 'conexao_mudou' }>;

describe('the connection of a number', () => {
  let c: Cenario;
  beforeAll(async () => {
    c = await criarCenario();
  });
  afterAll(() => c.banco.parar());

  const mudar = (
    instancia: string,
    estado: Mudanca['estado'],
    outros: Partial<Mudanca> = {},
  ): Promise<void> =>
    c.conversas.registrarConexao({
      tipo: 'conexao_mudou',
      instancia,
      estado,
      codigo: null,
      ...outros,
    });
  const ler = async (instancia: string) => {
    const [linha] = await c.banco.sql<{ estado: string; parado: string | null }[]>`
      select estado, proativo_parado_motivo as parado from instancias where nome = ${instancia}`;
    return { ...linha! };
  };
  const as = (hora: string) => ({ emissao: `2026-11-28T${hora}.000Z` });

  it('is what the newest change says, in whatever order they are delivered', async () => {
    const numero = proximo('numero-');
    await mudar(numero, 'aberta', as('12:00:10'));
    await mudar(numero, 'fechada', as('12:00:00'));
    expect(await ler(numero)).toMatchObject({ estado: 'aberta' });
    await mudar(numero, 'conectando', as('12:00:20'));
    expect(await ler(numero)).toMatchObject({ estado: 'conectando' });
  });

  it('is what the last one says when its clock was set back: no delivery is late by half an hour', async () => {
    const numero = proximo('numero-');
    await mudar(numero, 'fechada', as('12:00:00'));
    await mudar(numero, 'aberta', as('09:00:05'));
    expect(await ler(numero)).toMatchObject({ estado: 'aberta' });
    await mudar(numero, 'fechada', as('09:00:04'));
    expect(await ler(numero)).toMatchObject({ estado: 'aberta' });
  });

  it('is what the last one says when one of the two has no clock', async () => {
    const numero = proximo('numero-');
    await mudar(numero, 'aberta', as('12:00:00'));
    await mudar(numero, 'fechada');
    expect(await ler(numero)).toMatchObject({ estado: 'fechada' });
    await mudar(numero, 'aberta', as('11:59:00'));
    expect(await ler(numero)).toMatchObject({ estado: 'aberta' });
  });

  it('is understood from builds that tell no clock at all', async () => {
    const numero = proximo('numero-');
    await c.banco.sql`select conversas_registrar_conexao(${numero}, 'fechada', 403)`;
    expect(await ler(numero)).toEqual({ estado: 'fechada', parado: 'conexao_403' });
  });

  it.each([402, 403, 406])(
    'closed with %d stops what is proactive until a person clears it',
    async (codigo) => {
      const numero = proximo('numero-');
      await mudar(numero, 'fechada', { codigo });
      await mudar(numero, 'aberta', { codigo: 200 });
      expect(await ler(numero)).toEqual({ estado: 'aberta', parado: `conexao_${codigo}` });
    },
  );

  it('closed for a ban stops what is proactive also when it is told late', async () => {
    const numero = proximo('numero-');
    await mudar(numero, 'aberta', as('12:00:10'));
    await mudar(numero, 'fechada', { codigo: 403, ...as('12:00:00') });
    expect(await ler(numero)).toEqual({ estado: 'aberta', parado: 'conexao_403' });
  });

  it.each([
    ['fechada', 401],
    ['fechada', 440],
    ['fechada', null],
    ['recusada', 428],
    ['conectando', 403],
  ] as const)('%s with %p stops nothing for good', async (estado, codigo) => {
    const numero = proximo('numero-');
    await mudar(numero, estado, { codigo });
    expect(await ler(numero)).toEqual({ estado, parado: null });
  });

  it('is corrected to what the provider says, for webhooks that were refused or lost', async () => {
    const numero = proximo('numero-');
    await mudar(numero, 'fechada', { codigo: 401 });
    await c.configuracoes.avancarRelogio(60_000);
    const conferir = async () => c.varredura.conferirConexao(numero, 'aberta', await c.agora());
    expect(await conferir()).toBe(true);
    expect(await ler(numero)).toMatchObject({ estado: 'aberta' });
    expect(await conferir()).toBe(false);
  });

  it('is not corrected to what the provider said before a webhook told the change', async () => {
    const numero = proximo('numero-');
    const perguntadoEm = await c.agora();
    await mudar(numero, 'fechada');
    expect(await c.varredura.conferirConexao(numero, 'aberta', perguntadoEm)).toBe(false);
    expect(await ler(numero)).toMatchObject({ estado: 'fechada' });
  });

  it('stays refused when the provider only says that it is closed', async () => {
    const numero = proximo('numero-');
    await mudar(numero, 'recusada');
    await c.configuracoes.avancarRelogio(60_000);
    expect(await c.varredura.conferirConexao(numero, 'fechada', await c.agora())).toBe(false);
    expect(await ler(numero)).toMatchObject({ estado: 'recusada' });
  });
});
