import { esperarAte } from '../infra/espera.ts';

export interface MensagemVista {
  readonly de: 'medico' | 'julia' | 'humano';
  readonly texto: string;
  readonly idProvedor: string;
  readonly status: string;
}

export interface MensagemDoMedico {
  readonly telefone: string;
  readonly texto: string;
  readonly id?: string;
  readonly lid?: string;
}

/** The simulador's JSON API, as a spec speaks it: doctors write, switches are set, the phone is read. */
export class ClienteSimulador {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async escrever(mensagem: MensagemDoMedico): Promise<string> {
    const { idProvedor } = await this.pedir<{ idProvedor: string }>('POST', 'mensagens', mensagem);
    return idProvedor;
  }

  async digitarNoAparelho(telefone: string, texto: string): Promise<void> {
    await this.pedir('POST', 'aparelho', { telefone, texto });
  }

  async mensagens(telefone: string): Promise<readonly MensagemVista[]> {
    const conversa = await this.pedir<{ mensagens: MensagemVista[] }>(
      'GET',
      `conversas/${telefone}`,
    );
    return conversa.mensagens;
  }

  async textosDaJulia(telefone: string): Promise<readonly string[]> {
    const mensagens = await this.mensagens(telefone);
    return mensagens
      .filter((mensagem) => mensagem.de === 'julia')
      .map((mensagem) => mensagem.texto);
  }

  /** Waits until Júlia has sent at least `quantas` messages to this doctor. */
  esperarJulia(telefone: string, quantas = 1, prazoMs = 20_000): Promise<readonly string[]> {
    return esperarAte(
      async () => {
        const textos = await this.textosDaJulia(telefone);
        return textos.length >= quantas && textos;
      },
      prazoMs,
      `${quantas} mensagem(ns) da Júlia para ${telefone}`,
    );
  }

  async ligar(
    chaves: Readonly<Record<string, boolean | { vezes?: number; valor?: string | number }>>,
  ): Promise<void> {
    await this.pedir('PUT', 'chaves', chaves);
  }

  async desligarTudo(): Promise<void> {
    await this.pedir('DELETE', 'chaves');
  }

  async chavesLigadas(): Promise<Readonly<Record<string, unknown>>> {
    const { ligadas } = await this.pedir<{ ligadas: Record<string, unknown> }>('GET', 'chaves');
    return ligadas;
  }

  async ajustarRelogio(deslocamentoMs: number): Promise<void> {
    await this.pedir('PUT', 'relogio', { deslocamentoMs });
  }

  async reconectar(): Promise<void> {
    await this.pedir('POST', 'reconectar');
  }

  private async pedir<T>(metodo: string, caminho: string, corpo?: unknown): Promise<T> {
    const resposta = await fetch(`${this.url}/simulador/${caminho}`, {
      method: metodo,
      ...(corpo === undefined
        ? {}
        : { body: JSON.stringify(corpo), headers: { 'content-type': 'application/json' } }),
    });
    if (!resposta.ok)
      throw new Error(
        `simulador ${metodo} ${caminho}: ${resposta.status} ${await resposta.text()}`,
      );
    return (await resposta.json()) as T;
  }
}
