import { jidDoTelefone, type ModoLid } from './enderecos.ts';
import { medicosIniciais } from './medicos-iniciais.ts';

/** Order matters: a status is only raised along it. */
export const ordemDeStatus = [
  'ERROR',
  'PENDING',
  'SERVER_ACK',
  'DELIVERY_ACK',
  'READ',
  'PLAYED',
] as const;
export type StatusMensagem = (typeof ordemDeStatus)[number];

export interface Medico {
  readonly telefone: string;
  readonly nome: string;
  readonly modoLid: ModoLid;
}

export interface MensagemGuardada {
  /** WhatsApp's id of the message. */
  readonly idProvedor: string;
  /** Id of the row in Evolution's own database. */
  readonly idRegistro: string;
  readonly telefone: string;
  readonly remoteJid: string;
  readonly de: 'medico' | 'julia' | 'humano';
  readonly texto: string;
  readonly message: Readonly<Record<string, unknown>>;
  readonly messageType: string;
  readonly status: StatusMensagem;
  readonly em: Date;
  readonly source: string;
  /** False: it left, but Evolution's own database does not know it. */
  readonly registrada: boolean;
}

export type Mudanca =
  | { tipo: 'mensagem'; mensagem: MensagemGuardada }
  | { tipo: 'medico'; medico: Medico }
  | { tipo: 'digitando'; telefone: string; digitando: boolean }
  | { tipo: 'zerado' };

/** Everything that exists outside Júlia: doctors with their chats. */
export class Mundo {
  private readonly medicos = new Map<string, Medico>();
  private readonly mensagens = new Map<string, MensagemGuardada>();
  private readonly porTelefone = new Map<string, Set<string>>();
  private readonly digitando = new Map<string, NodeJS.Timeout>();
  private readonly ouvintes = new Set<(mudanca: Mudanca) => void>();

  constructor() {
    this.semear();
  }

  /** Returns the function that stops listening. */
  ouvir(ouvinte: (mudanca: Mudanca) => void): () => void {
    this.ouvintes.add(ouvinte);
    return () => this.ouvintes.delete(ouvinte);
  }

  /** The doctor of a canonical phone, made known when new; given fields replace what was known. */
  medico(telefone: string, campos: { nome?: string; modoLid?: ModoLid } = {}): Medico {
    const atual = this.medicos.get(telefone);
    const novo: Medico = {
      telefone,
      nome: campos.nome ?? atual?.nome ?? `Número ${telefone.slice(-4)}`,
      modoLid: campos.modoLid ?? atual?.modoLid ?? 'telefone',
    };
    if (!atual || atual.nome !== novo.nome || atual.modoLid !== novo.modoLid) {
      this.medicos.set(telefone, novo);
      this.avisar({ tipo: 'medico', medico: novo });
    }
    return novo;
  }

  listarMedicos(): Medico[] {
    return [...this.medicos.values()];
  }

  telefones(): Iterable<string> {
    return this.medicos.keys();
  }

  guardar(
    dados: Omit<MensagemGuardada, 'remoteJid'> & { readonly remoteJid?: string },
  ): MensagemGuardada {
    const mensagem: MensagemGuardada = {
      ...dados,
      remoteJid: dados.remoteJid ?? jidDoTelefone(dados.telefone),
    };
    this.medico(mensagem.telefone);
    this.mensagens.set(mensagem.idProvedor, mensagem);
    const ids = this.porTelefone.get(mensagem.telefone) ?? new Set<string>();
    this.porTelefone.set(mensagem.telefone, ids.add(mensagem.idProvedor));
    this.avisar({ tipo: 'mensagem', mensagem });
    return mensagem;
  }

  mensagem(idProvedor: string): MensagemGuardada | null {
    return this.mensagens.get(idProvedor) ?? null;
  }

  todasAsMensagens(): MensagemGuardada[] {
    return [...this.mensagens.values()];
  }

  mensagensDe(telefone: string): MensagemGuardada[] {
    const ids = this.porTelefone.get(telefone) ?? [];
    return [...ids].flatMap((id) => this.mensagens.get(id) ?? []);
  }

  /** Null when it would lower the status, or nothing is known by that id. */
  elevarStatus(idProvedor: string, status: StatusMensagem): MensagemGuardada | null {
    const atual = this.mensagens.get(idProvedor);
    if (!atual || ordemDeStatus.indexOf(status) <= ordemDeStatus.indexOf(atual.status)) return null;
    return this.trocar({ ...atual, status });
  }

  /** A send that failed after it was accepted. */
  marcarErro(idProvedor: string): MensagemGuardada | null {
    const atual = this.mensagens.get(idProvedor);
    return atual ? this.trocar({ ...atual, status: 'ERROR' }) : null;
  }

  reescrever(idProvedor: string, texto: string): MensagemGuardada | null {
    const atual = this.mensagens.get(idProvedor);
    return atual ? this.trocar({ ...atual, texto }) : null;
  }

  estaDigitando(telefone: string): boolean {
    return this.digitando.has(telefone);
  }

  /** Shows "digitando…" for a while; 0 stops it. */
  mostrarDigitando(telefone: string, ms: number): void {
    clearTimeout(this.digitando.get(telefone));
    this.digitando.delete(telefone);
    if (ms > 0) {
      const fim = setTimeout(() => this.mostrarDigitando(telefone, 0), ms);
      this.digitando.set(telefone, fim.unref());
    }
    this.avisar({ tipo: 'digitando', telefone, digitando: ms > 0 });
  }

  zerar(): void {
    for (const fim of this.digitando.values()) clearTimeout(fim);
    this.digitando.clear();
    this.medicos.clear();
    this.mensagens.clear();
    this.porTelefone.clear();
    this.semear();
    this.avisar({ tipo: 'zerado' });
  }

  private semear(): void {
    for (const { telefone, nome } of medicosIniciais) this.medico(telefone, { nome });
  }

  private trocar(mensagem: MensagemGuardada): MensagemGuardada {
    this.mensagens.set(mensagem.idProvedor, mensagem);
    this.avisar({ tipo: 'mensagem', mensagem });
    return mensagem;
  }

  private avisar(mudanca: Mudanca): void {
    for (const ouvinte of this.ouvintes) ouvinte(mudanca);
  }
}
