import type {
  ConferirIncerta,
  EnviarMensagem,
  ExecutarAgendado,
  Handlers,
  ProcessarMensagensAgendadas,
  Quarentena,
  RecuperarLacunas,
  RegistrarEvento,
  ResponderConversa,
} from '@julia/domain';

/** What carries a message in and its answer out. */
export class Conversacao {
  readonly registrar: RegistrarEvento;
  readonly quarentena: Quarentena;
  readonly responder: ResponderConversa;
  readonly enviar: EnviarMensagem;
  readonly conferir: ConferirIncerta;

  constructor(
    registrar: RegistrarEvento,
    quarentena: Quarentena,
    responder: ResponderConversa,
    enviar: EnviarMensagem,
    conferir: ConferirIncerta,
  ) {
    this.registrar = registrar;
    this.quarentena = quarentena;
    this.responder = responder;
    this.enviar = enviar;
    this.conferir = conferir;
  }
}

/** What the clock starts. */
export class Agendados {
  readonly executar: ExecutarAgendado;
  readonly processar: ProcessarMensagensAgendadas;
  readonly recuperar: RecuperarLacunas;

  constructor(
    executar: ExecutarAgendado,
    processar: ProcessarMensagensAgendadas,
    recuperar: RecuperarLacunas,
  ) {
    this.executar = executar;
    this.processar = processar;
    this.recuperar = recuperar;
  }
}

/** Which use case does which job. */
export const criarHandlers = (conversacao: Conversacao, agendados: Agendados): Handlers => ({
  'mensagem.registrar': (p) => conversacao.registrar.executar(p.evento),
  'webhook.quarentenar': async ({ hash, motivo, corpo }) => {
    await conversacao.quarentena.guardar(hash, motivo, JSON.parse(corpo));
    return { motivo };
  },
  'conversa.responder': (p) => conversacao.responder.executar(p.conversaId),
  'mensagem.enviar': (p) => conversacao.enviar.executar(p.mensagemId),
  'mensagem.conferir': (p) => conversacao.conferir.executar(p.mensagemId),
  'processar-mensagens-agendadas': (p) =>
    agendados.executar.executar(p.execucaoId, agendados.processar),
  'recuperar-lacunas': (p) => agendados.executar.executar(p.execucaoId, agendados.recuperar),
});
