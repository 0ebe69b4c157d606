import { ehObjeto } from '../webhook/campos.ts';

/** One call to the provider that brought no answer, or an answer that says it is in trouble. */
export class FalhaHttp extends Error {
  /** Lower snake case, from a closed set: `conexao_recusada`, `dns`, `sem_conexao`, `disjuntor_aberto`,
   * `prazo_esgotado`, `conexao_perdida`, `http_<status>`. */
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

  /** From what `fetch` throws. Only a connection that was never made proves that nothing was written. */
  static daRede(erro: unknown): FalhaHttp {
    const nome = ehObjeto(erro) ? erro['name'] : null;
    if (nome === 'TimeoutError' || nome === 'AbortError') {
      return new FalhaHttp('prazo_esgotado', { nadaEscrito: false, foraDoAr: true }, erro);
    }
    const tentativas = tentativasDe(erro);
    const todas = (vale: (tentativa: Tentativa) => boolean) =>
      tentativas.length > 0 && tentativas.every(vale);
    const semNada = { nadaEscrito: true, foraDoAr: true };
    if (todas(({ code }) => code === 'ECONNREFUSED')) {
      return new FalhaHttp('conexao_recusada', semNada, erro);
    }
    if (todas(({ code }) => code === 'ENOTFOUND' || code === 'EAI_AGAIN')) {
      return new FalhaHttp('dns', semNada, erro);
    }
    if (todas(nuncaLigou)) return new FalhaHttp('sem_conexao', semNada, erro);
    return new FalhaHttp('conexao_perdida', { nadaEscrito: false, foraDoAr: true }, erro);
  }
}

type Tentativa = Readonly<Record<string, unknown>>;

/** No route, no answer to the first packet, no name: the same codes on an open connection come from another call. */
function nuncaLigou({ code, syscall }: Tentativa): boolean {
  return syscall === 'connect' || syscall === 'getaddrinfo' || code === 'UND_ERR_CONNECT_TIMEOUT';
}

/** The errors at the bottom of one, one per address tried. By shape: a test's realm has another class Error. */
function tentativasDe(erro: unknown): Tentativa[] {
  if (!ehObjeto(erro)) return [{}];
  const { errors, cause } = erro;
  if (Array.isArray(errors)) return errors.flatMap(tentativasDe);
  return cause === undefined ? [erro] : tentativasDe(cause);
}
