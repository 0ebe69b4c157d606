export { AppError, errorPolicy, type ErrorContext, type ErrorKind } from './errors.ts';
export { Log, type Fatos } from './log.ts';
export { Relogio } from './relogio.ts';
export {
  jobs,
  queues,
  type JobName,
  type Payload,
  type QueueName,
  type QueuePolicy,
} from './jobs.ts';
export { JobPublisher, type Handlers } from './job-publisher.ts';
export { Configuracoes, versaoEsquemaEsperada, type EstadoDoBanco } from './configuracoes.ts';
export { incompatibilidade, type Incompatibilidade } from './incompatibilidade.ts';
export { Medicoes, type Medicao } from './medicoes.ts';
export { Quarentena, type ItemQuarentena } from './quarentena.ts';

export {
  conteudoSchema,
  eventoWhatsappSchema,
  type Conteudo,
  type EventoWhatsapp,
  type MensagemPropria,
  type MensagemRecebida,
  type Pessoa,
  type ResultadoWebhook,
  type StatusEntrega,
} from './whatsapp/evento.ts';
export {
  Mensageiro,
  talvezSemRegistro,
  type Destino,
  type EstadoConexao,
  type ResultadoTentativa,
} from './whatsapp/mensageiro.ts';
export { canonizarTelefone } from './whatsapp/telefone.ts';

export {
  Conversas,
  type EsperaRajada,
  type Registro,
  type RegistroProprio,
} from './conversa/conversas.ts';
export {
  Turnos,
  type Abertura,
  type ContextoTurno,
  type Desfecho,
  type FalaDoHistorico,
  type Fechamento,
  type GatilhoHandoff,
  type MedicoDoTurno,
  type MensagemPendente,
  type PassoAgente,
  type TextoBloqueado,
  type Turno,
} from './conversa/turnos.ts';
export { Lembretes, type ResultadoLembrete } from './conversa/lembretes.ts';
export { RegistrarEvento, type OpcoesRegistro } from './conversa/registrar-evento.ts';
export { ResponderConversa, type OpcoesResposta } from './conversa/responder-conversa.ts';
export { textoDoConteudo } from './conversa/texto-do-turno.ts';
export type { LimitesTexto } from './conversa/decidir.ts';

export {
  Envios,
  statusMensagem,
  tiposMensagem,
  type Conclusao,
  type LimitesEnvio,
  type MensagemIncerta,
  type Rascunho,
  type Reivindicacao,
  type StatusMensagem,
  type TipoMensagem,
  type VereditoIncerta,
} from './mensagem/envios.ts';
export { EnviarMensagem, type OpcoesEnvio } from './mensagem/enviar-mensagem.ts';
export { ConferirIncerta } from './mensagem/conferir-incerta.ts';
export { ritmoHumano, semEspera, type Ritmo } from './mensagem/ritmo.ts';

export {
  Vagas,
  type FiltroVagas,
  type MotivoRecusaReserva,
  type Reserva,
  type VagaOferecida,
} from './vaga/vagas.ts';

export { Agente, ChamadasLlm, type ChamadaLlm, type RespostaAgente } from './agente/agente.ts';
export {
  verificarSaida,
  type FatosDoTurno,
  type RegraDeSaida,
  type Violacao,
} from './agente/guarda-saida.ts';
export { encurtar, limparEnfase } from './agente/formato-de-saida.ts';
export { aceiteConfere } from './agente/aceite.ts';
export { aceitaOutroPlantao } from './agente/aceite-outro-plantao.ts';
export { aceiteNomeia, vagaMostrada } from './agente/aceite-vaga-conhecida.ts';
export { escolherModelo, type EscolhaDeModelo } from './agente/roteador.ts';
export {
  dataPorExtenso,
  diaCivil,
  diaDaSemana,
  horaCurta,
  instanteDe,
  instanteLocal,
  minutoDoDia,
} from './agente/data-local.ts';

export {
  agenda,
  ehNomeAgendado,
  fusoHorario,
  nomesAgendados,
  type ItemAgenda,
  type NomeAgendado,
  type Recuperacao,
} from './agendado/agenda.ts';
export {
  Execucoes,
  type Comeco,
  type EstadoExecucao,
  type Execucao,
  type UltimaExecucao,
} from './agendado/execucoes.ts';
export { Varredura, type Pendencias } from './agendado/varredura.ts';
export { ExecutarAgendado } from './agendado/executar-agendado.ts';
export { ProcessarMensagensAgendadas } from './agendado/processar-mensagens-agendadas.ts';
export { RecuperarLacunas } from './agendado/recuperar-lacunas.ts';
