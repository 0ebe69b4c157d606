import { AppError, type Fatos, type Handlers, type JobName } from '@julia/domain';
import type { Metricas } from '@julia/runtime';

type Handler = (payload: never) => Promise<Fatos>;

function texto(valor: Fatos[string], padrao: string): string {
  return typeof valor === 'string' ? valor : padrao;
}

const vereditos = new Set(['enviada', 'nao_enviada', 'sem_prova']);

/** How a send of unknown outcome was settled; null while it is not, or when its echo was faster than the verdict. */
function vereditoDe(fatos: Fatos): string | null {
  const resultado = texto(fatos['resultado'], 'nenhum');
  if (resultado === 'sem_prova' && fatos['status'] !== 'falhou') return null;
  return vereditos.has(resultado) ? resultado : null;
}

/** What the facts of a job's log line say in figures. */
function contar(metricas: Metricas, job: JobName, fatos: Fatos): void {
  if (job === 'mensagem.enviar') {
    const tipo = texto(fatos['tipo'], 'nenhum');
    metricas.envios.inc({ resultado: texto(fatos['resultado'], 'nenhum'), tipo });
  }
  if (job === 'mensagem.conferir') {
    const resultado = vereditoDe(fatos);
    if (resultado !== null) metricas.envios.inc({ resultado, tipo: 'nenhum' });
  }
  if (job === 'conversa.responder') {
    metricas.turnos.inc({ resultado: texto(fatos['resultado'], 'nenhum') });
  }
}

/** As the runner sees it: what a rule forbids is done, and no alert about failing jobs may count it. */
function resultadoDoErro(erro: unknown): 'regra' | 'erro' {
  return AppError.from(erro).kind === 'rule' ? 'regra' : 'erro';
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
        metricas.jobs.inc({ job, resultado: resultadoDoErro(erro) });
        throw erro;
      } finally {
        parar();
      }
    };
    return [job, medido] as const;
  });
  return Object.fromEntries(medidos) as unknown as Handlers;
}
