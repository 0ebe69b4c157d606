import { montarPalco, type Palco } from '../e2e/palco.ts';
import { esperarAte } from '../infra/espera.ts';
import { comPostgres } from './com-postgres.ts';
import { imprimirTabela, percentil } from './tabela.ts';

/**
 * `npm run bench:turn`: inbound webhooks to sent replies with an instant model, many doctors at once; then the time of
 * one turn when its conversation has 10, 1 000 and 50 000 stored messages. Goal: flat.
 */
const medicos = 100;
const repeticoes = 15;

async function vazao(palco: Palco): Promise<number> {
  const telefones = Array.from({ length: medicos }, (_, i) => `5511933${String(300_000 + i)}`);
  const inicio = performance.now();
  await Promise.all(
    telefones.map((telefone) => palco.simulador.escrever({ telefone, texto: 'oi, tudo bem?' })),
  );
  await esperarAte(
    async () => {
      const [linha] = await palco.banco.sql<{ n: number }[]>`
        select count(*)::int as n from mensagens where status in ('enviada', 'entregue', 'lida')`;
      return (linha?.n ?? 0) >= medicos;
    },
    120_000,
    'todas as respostas',
    25,
  );
  return medicos / ((performance.now() - inicio) / 1_000);
}

/** Fills a conversation with answered messages, straight in the database. */
async function encher(palco: Palco, telefone: string, mensagens: number): Promise<void> {
  await palco.simulador.escrever({ telefone, texto: 'oi' });
  await palco.simulador.esperarJulia(telefone);
  await palco.banco.sql`
    insert into mensagens (conversa_id, medico_id, instancia, direcao, autor, conteudo, texto, tamanho_original,
      id_provedor, criada_em, turno_id, respondida_em)
    select m.conversa_id, m.medico_id, m.instancia, 'entrada', 'medico', m.conteudo, 'mensagem antiga ' || n, 20,
      m.id || '-' || n, m.criada_em - interval '1 day', m.turno_id, m.criada_em - interval '1 day'
    from mensagens m join medico_aliases a on a.medico_id = m.medico_id, generate_series(1, ${mensagens}) n
    where a.valor = ${telefone} and m.direcao = 'entrada' and m.texto = 'oi' limit ${mensagens}`;
  await palco.banco.sql`analyze mensagens`;
}

async function umTurnoMs(palco: Palco, telefone: string): Promise<number> {
  // Questions that lead nowhere would end in a handoff.
  await palco.banco.sql`update conversas set turnos_sem_progresso = 0, respostas_no_dia = 0`;
  const antes = (await palco.simulador.textosDaJulia(telefone)).length;
  const inicio = performance.now();
  await palco.simulador.escrever({ telefone, texto: `e de noite, tem? ${Math.random()}` });
  await palco.simulador.esperarJulia(telefone, antes + 1, 30_000);
  return performance.now() - inicio;
}

await comPostgres(async () => {
  const palco = await montarPalco({
    ambiente: () => ({ ESPERA_RAJADA_MS: '0', ESPERA_RAJADA_MAXIMA_MS: '0' }),
  });
  try {
    console.log(`${(await vazao(palco)).toFixed(1)} replies/s with ${medicos} doctors at once`);
    const linhas: (string | number)[][] = [];
    let base = 0;
    for (const [i, mensagens] of [10, 1_000, 50_000].entries()) {
      const telefone = `551193444000${i}`;
      await encher(palco, telefone, mensagens);
      const tempos: number[] = [];
      for (let vez = 0; vez < repeticoes; vez += 1) tempos.push(await umTurnoMs(palco, telefone));
      const p50 = percentil(tempos, 50);
      base ||= p50;
      linhas.push([
        mensagens,
        Math.round(p50),
        Math.round(percentil(tempos, 95)),
        (p50 / base).toFixed(2),
      ]);
    }
    imprimirTabela(['stored messages', 'turn ms (p50)', 'p95', 'ratio'], linhas);
  } finally {
    await palco.desmontar();
  }
});
