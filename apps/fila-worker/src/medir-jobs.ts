import type { Fatos, Handlers, JobName } from '@julia/domain';
import type { Metricas } from '@julia/runtime';

type Handler = (payload: never) => Promise<Fatos>;

function texto(valor: Fatos[string], padrao: string): string {
  return typeof valor === 'string' ? valor : padrao;
}

/** What the facts of a job's log line say in figures. */
function contar(metricas: Metricas, job: JobName, fatos: Fatos): void {
  if (job === 'mensagem.enviar') {
    const tipo = texto(fatos['tipo'], 'nenhum');
    metricas.envios.inc({ resultado: texto(fatos['resultado'], 'nenhum'), tipo });
  }
  if (job === 'conversa.responder') {
    metricas.turnos.inc({ resultado: texto(fatos['resultado'], 'nenhum') });
  }
}

/** The same handlers, counted and timed. Nothing here changes what a job does. */
export function medirJobs(handlers: Handlers, metricas: Metricas): Handlers {
  const medidos = Object.entries(handlers).map(([nome, handler]) => {
    const job = nome as JobName;
    const medido = async (payload: never): Promise<Fatos> => {
      const parar = metricas.jobSegundos.startTimer({ job });
      try {
        const fatos = await (handler as Handler)(payload);
        metricas.jobs.inc({ job, resultado: 'ok' });
        contar(metricas, job, fatos);
        return fatos;
      } catch (erro) {
        metricas.jobs.inc({ job, resultado: 'erro' });
        throw erro;
      } finally {
        parar();
      }
    };
    return [job, medido] as const;
  });
  return Object.fromEntries(medidos) as unknown as Handlers;
}
