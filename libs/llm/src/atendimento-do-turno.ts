import type Anthropic from '@anthropic-ai/sdk';
import {
  verificarSaida,
  type Lembretes,
  type RespostaAgente,
  type TextoBloqueado,
  type Turno,
  type Turnos,
  type Vagas,
  type Violacao,
} from '@julia/domain';
import { executarRodada } from './executar-rodada.ts';
import { fatosParaAGuarda } from './fatos-para-a-guarda.ts';
import type { JanelaDeEnvio } from './ferramentas/ferramenta.ts';
import { ferramentas } from './ferramentas/registro.ts';
import {
  motivoDaTransferencia,
  transferirParaHumano,
} from './ferramentas/transferir-para-humano.ts';
import { lerResposta, type Leitura } from './ler-resposta.ts';
import { motivoDoAborto, type Modelo } from './modelo.ts';
import { aviso } from './prompt/historico.ts';
import { consertarForma, pedirCorrecao, textoHonesto } from './revisao.ts';
import type { Transcricao } from './transcricao.ts';

interface Pergunta {
  readonly turno: Turno;
  readonly textoDoMedico: string;
  readonly transcricao: Transcricao;
  readonly sinal: AbortSignal;
}

interface Opcoes {
  readonly persona: string;
  readonly nomeEmpresa: string;
  readonly janela: JanelaDeEnvio;
  readonly prazoTotalMs: number;
  readonly maxRodadas: number;
  readonly maxTokens: number;
}

interface Portas {
  readonly vagas: Vagas;
  readonly lembretes: Lembretes;
  readonly turnos: Turnos;
}

/** Each kind of bad answer gets one more chance. */
type Falta = 'incompleta' | 'promessa' | 'guarda';

/** The tool loop of one turn. Lives for one call of `responder`. */
export class AtendimentoDoTurno {
  private readonly pergunta: Pergunta;
  private readonly modelo: Modelo;
  private readonly portas: Portas;
  private readonly opcoes: Opcoes;
  private readonly inicio = performance.now();
  private readonly bloqueados: TextoBloqueado[] = [];
  private readonly faltas = new Set<Falta>();
  private maxTokens: number;

  constructor(pergunta: Pergunta, modelo: Modelo, portas: Portas, opcoes: Opcoes) {
    this.pergunta = pergunta;
    this.modelo = modelo;
    this.portas = portas;
    this.opcoes = opcoes;
    this.maxTokens = opcoes.maxTokens;
  }

  executar(): Promise<RespostaAgente> {
    return this.retomando(async () => {
      for (
        let rodada = this.pergunta.transcricao.passos;
        rodada < this.opcoes.maxRodadas;
        rodada++
      ) {
        const resposta = await this.rodada(rodada === this.opcoes.maxRodadas - 1);
        if (resposta) return resposta;
      }
      return this.feitoOuTransferir('rodadas_esgotadas');
    });
  }

  /** A person takes over without another call to the model. */
  entregar(motivo: string): Promise<RespostaAgente> {
    return this.retomando(() => this.transferir(motivo));
  }

  /** What an earlier attempt asked its tools for comes first: it may have been done and not been told. */
  private async retomando(
    responder: () => RespostaAgente | Promise<RespostaAgente>,
  ): Promise<RespostaAgente> {
    const { transcricao, sinal } = this.pergunta;
    try {
      const pendente = transcricao.retomar();
      if (pendente) await this.rodarFerramentas(pendente);
      return await responder();
    } catch (erro) {
      if (sinal.aborted) throw motivoDoAborto(sinal);
      throw erro;
    }
  }

  /** One call to the model and what follows from it; null when another round is needed. */
  private async rodada(ultima: boolean): Promise<RespostaAgente | null> {
    const { turno, sinal } = this.pergunta;
    const prazoMs = this.opcoes.prazoTotalMs - (performance.now() - this.inicio);
    if (prazoMs <= 0) return this.indisponivel('LLM_PRAZO_TOTAL');
    sinal.throwIfAborted();
    const chamada = await this.modelo.chamar(this.pedido(prazoMs), turno, sinal);
    if (chamada.tipo === 'indisponivel') return this.indisponivel(chamada.codigo);

    const leitura = lerResposta(chamada.mensagem);
    switch (leitura.tipo) {
      case 'incompleta':
        return this.tentarDeNovo(leitura.motivo);
      case 'ferramentas':
        return this.usarFerramentas(leitura, ultima);
      case 'texto':
        return this.revisar(leitura.texto, leitura.conteudo);
    }
  }

  private pedido(prazoMs: number) {
    const { transcricao } = this.pergunta;
    return {
      modelo: transcricao.escolha.modelo,
      motivoModelo: transcricao.escolha.motivo,
      maxTokens: this.maxTokens,
      sistema: [
        {
          type: 'text' as const,
          text: this.opcoes.persona,
          // Everything before the variable tail, tool definitions included, is read from the cache.
          cache_control: { type: 'ephemeral' as const },
        },
        { type: 'text' as const, text: transcricao.contexto },
      ],
      ferramentas: ferramentas.map(({ definicao }) => definicao),
      mensagens: transcricao.mensagens,
      prazoMs,
    };
  }

  /** The same question again: what came back cannot be shown to the model, let alone to the doctor. */
  private tentarDeNovo(motivo: string): RespostaAgente | null {
    if (this.faltas.has('incompleta')) return this.feitoOuTransferir(motivo);
    this.faltas.add('incompleta');
    if (motivo === 'resposta_cortada') this.maxTokens *= 2;
    return null;
  }

  private async usarFerramentas(
    { conteudo, pedidos }: Extract<Leitura, { tipo: 'ferramentas' }>,
    ultima: boolean,
  ): Promise<RespostaAgente | null> {
    const { turno, transcricao } = this.pergunta;
    // A person will decide about everything else that was asked for in the same breath.
    const transferencia = pedidos.find(({ name }) => name === transferirParaHumano.nome);
    if (transferencia) return this.transferir(motivoDaTransferencia(transferencia.input));
    // No call would be left to tell the doctor what these tools did.
    if (ultima) return null;

    await this.portas.turnos.guardarPasso(turno, transcricao.passos, transcricao.passo(conteudo));
    transcricao.pediuFerramentas(conteudo);
    await this.rodarFerramentas(conteudo);
    return null;
  }

  private async rodarFerramentas(conteudo: readonly Anthropic.ContentBlock[]): Promise<void> {
    const { turno, textoDoMedico, transcricao, sinal } = this.pergunta;
    const pedidos = conteudo.filter((bloco) => bloco.type === 'tool_use');
    const { vagas, lembretes } = this.portas;
    const { resultados, fatos, bloqueados } = await executarRodada(
      pedidos,
      {
        turno,
        textoDoMedico,
        fatos: transcricao.fatos,
        vagas,
        lembretes,
        janela: this.opcoes.janela,
      },
      sinal,
    );
    for (const novos of fatos) transcricao.aprender(novos);
    this.bloqueados.push(...bloqueados);
    transcricao.acrescentar({ role: 'user', content: resultados });
  }

  /** Nothing leaves unseen: the guard passes the text, or the model hears why not and writes it once more. */
  private revisar(texto: string, conteudo: Anthropic.ContentBlock[]): RespostaAgente | null {
    const violacoes = this.verificar(texto);
    if (violacoes.length === 0) return this.texto(texto);
    this.bloquear(texto, violacoes);
    const falta = violacoes.some(({ regra }) => regra === 'promessa') ? 'promessa' : 'guarda';
    if (this.faltas.has(falta)) return this.desistir(texto, violacoes);
    this.faltas.add(falta);
    this.pergunta.transcricao.acrescentar(
      { role: 'assistant', content: conteudo },
      { role: 'user', content: aviso(pedirCorrecao(violacoes)) },
    );
    return null;
  }

  /** The second bad text: something true in fixed words when there is something to say, else a person. */
  private desistir(texto: string, violacoes: readonly Violacao[]): RespostaAgente {
    const { fatos } = this.pergunta.transcricao;
    const quebrou = (regra: Violacao['regra']) => violacoes.some((v) => v.regra === regra);
    if (fatos.feitos.length > 0) return this.texto(fatos.feitos.join('\n'));
    if (quebrou('promessa')) return this.transferir('promessa_sem_acao');
    if (quebrou('humana')) return this.texto(textoHonesto(this.opcoes.nomeEmpresa));
    const conserto = consertarForma(texto, violacoes, this.fatosDaGuarda());
    if (conserto !== null) return this.texto(conserto);
    if (fatos.oferta !== null) return this.texto(fatos.oferta);
    return this.transferir('resposta_bloqueada');
  }

  private feitoOuTransferir(motivo: string): RespostaAgente {
    const { feitos } = this.pergunta.transcricao.fatos;
    return feitos.length > 0 ? this.texto(feitos.join('\n')) : this.transferir(motivo);
  }

  private texto(texto: string): RespostaAgente {
    const { progresso } = this.pergunta.transcricao.fatos;
    return { tipo: 'texto', texto, progresso, bloqueados: this.bloqueados };
  }

  private transferir(motivo: string): RespostaAgente {
    return { tipo: 'transferir', motivo, ...this.feito(), bloqueados: this.bloqueados };
  }

  private indisponivel(codigo: string): RespostaAgente {
    return { tipo: 'indisponivel', codigo, ...this.feito() };
  }

  /** Nobody takes over before the doctor knows what was done for him. */
  private feito(): { feito?: string } {
    const feito = this.pergunta.transcricao.fatos.feitos.join('\n');
    const violacoes = feito === '' ? [] : this.verificar(feito);
    if (violacoes.length > 0) this.bloquear(feito, violacoes);
    return feito !== '' && violacoes.length === 0 ? { feito } : {};
  }

  private bloquear(texto: string, violacoes: readonly Violacao[]): void {
    this.bloqueados.push({
      texto,
      motivos: violacoes.map(({ regra, trecho }) =>
        trecho === '' ? regra : `${regra}: ${trecho}`,
      ),
    });
  }

  private verificar(texto: string): Violacao[] {
    return verificarSaida(texto, this.fatosDaGuarda());
  }

  private fatosDaGuarda() {
    const { turno, textoDoMedico, transcricao } = this.pergunta;
    return fatosParaAGuarda(turno, textoDoMedico, transcricao.fatos);
  }
}
