import { ehObjeto } from '../webhook/campos.ts';

/** One call to the provider that brought no answer, or an answer that says it is in trouble. */
export class FalhaHttp extends Error {
  /** Lower snake case, from a closed set: `conexao_recusada`, `dns`, `disjuntor_aberto`, `prazo_esgotado`,
   * `conexao_perdida`, `http_<status>`. */
  readonly codigo: string;
  /** Nothing was written to a socket, so nothing can have happened on the other side. */
  readonly nadaEscrito: boolean;
  /** Counts for the circuit breaker. */
  readonly foraDoAr: boolean;

  private constructor(
    codigo: string,
    { nadaEscrito, foraDoAr }: { nadaEscrito: boolean; foraDoAr: boolean },
    cause: unknown,
  ) {
    super(`Evolution API: ${codigo}`, { cause });
    this.name = 'FalhaHttp';
    this.codigo = codigo;
    this.nadaEscrito = nadaEscrito;
    this.foraDoAr = foraDoAr;
  }

  static disjuntorAberto(cause: unknown): FalhaHttp {
    return new FalhaHttp('disjuntor_aberto', { nadaEscrito: true, foraDoAr: false }, cause);
  }

  static respostaDeErro(status: number): FalhaHttp {
    return new FalhaHttp(`http_${status}`, { nadaEscrito: false, foraDoAr: true }, undefined);
  }

  /** From what `fetch` throws. Only a refused connection and an unknown host prove that nothing was written. */
  static daRede(erro: unknown): FalhaHttp {
    const nome = ehObjeto(erro) ? erro['name'] : null;
    if (nome === 'TimeoutError' || nome === 'AbortError') {
      return new FalhaHttp('prazo_esgotado', { nadaEscrito: false, foraDoAr: true }, erro);
    }
    const codigos = codigosDe(erro);
    const todos = (...aceitos: string[]) =>
      codigos.length > 0 && codigos.every((codigo) => aceitos.includes(codigo));
    if (todos('ECONNREFUSED')) {
      return new FalhaHttp('conexao_recusada', { nadaEscrito: true, foraDoAr: true }, erro);
    }
    if (todos('ENOTFOUND', 'EAI_AGAIN')) {
      return new FalhaHttp('dns', { nadaEscrito: true, foraDoAr: true }, erro);
    }
    return new FalhaHttp('conexao_perdida', { nadaEscrito: false, foraDoAr: true }, erro);
  }
}

/** Codes at the bottom of an error, one per address tried. By shape: a test's realm has another class Error. */
function codigosDe(erro: unknown): string[] {
  if (!ehObjeto(erro)) return ['sem_codigo'];
  const { errors, cause, code } = erro;
  if (Array.isArray(errors)) return errors.flatMap(codigosDe);
  if (cause !== undefined) return codigosDe(cause);
  return [typeof code === 'string' ? code : 'sem_codigo'];
}
