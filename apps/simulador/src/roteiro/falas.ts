import type { VagaLida } from './vagas-lidas.ts';

/** Short and informal, as Júlia writes; no list, no markdown, no fact that a tool did not give. */
export const falas = {
  cumprimento: 'Oi! Aqui é a Júlia, da Revoluna, tudo bem? Tá pegando plantão esses dias?',
  cumprimentoDeNovo: 'Oi, tudo certo por aqui! Quer que eu veja algum plantão pra vc?',
  robo: 'Sou a assistente virtual da Revoluna, cuido das escalas por aqui. Se preferir falar com uma pessoa da equipe é só me dizer!',
  recusa: 'Sem problema! Quando quiser um plantão é só me chamar aqui',
  agradecimento: 'Imagina! Qualquer coisa tô por aqui',
  conversa:
    'Hum, não sei se entendi. Se quiser eu vejo um plantão pra vc, me fala o dia ou a região que prefere',
  conversaDeNovo:
    'Desculpa, ainda não entendi. Me fala um dia ou uma região que eu procuro, ou se preferir chamo alguém da equipe',
  valor:
    'Por aqui só consigo esse valor mesmo. Quer que eu chame alguém da equipe pra falar disso com vc?',
  nadaAberto:
    'Poxa, com esse perfil não tenho nada aberto agora. Outro dia, período ou região funciona pra vc?',
  nadaMais:
    'Por enquanto não tenho outra aberta além dessa. Outro período ou região funciona pra vc?',
  soOutra: 'Desse jeito não tenho agora, mas tenho uma',
  semFerramenta:
    'Agora não consigo ver isso por aqui, mas posso chamar alguém da equipe pra te ajudar',
  quandoChamo: 'Claro! Que dia e hora fica bom pra eu te chamar?',
  transferencia: 'Claro, já tô chamando uma pessoa da equipe pra falar com vc!',
  lembretePassado: 'Esse horário já passou, me fala outro dia ou hora que eu te chamo?',
  lembreteLonge:
    'Isso fica longe demais pra eu marcar agora. Consegue me dizer uma data mais perto?',
  semAceiteClaro: 'Posso reservar essa pra vc então?',
  falhaDeFerramenta: 'Tive um probleminha aqui agora. Consegue me mandar de novo daqui a pouco?',
} as const;

const recusas: readonly (readonly [padrao: RegExp, fala: string])[] = [
  [/conflit|sobrep/i, 'Essa bate com outro plantão seu, então não consigo reservar'],
  [/passad|passou/i, 'Essa já passou, não dá mais pra reservar'],
  [/especialidade/i, 'Essa é de outra especialidade, não consigo reservar pra vc'],
  [/cancelad/i, 'Essa foi cancelada pelo hospital'],
  [/desconhecid|handle/i, 'Não encontrei mais essa vaga por aqui'],
];

/** Why a reservation failed, said honestly; `motivo` is the tool's own word for it. */
export function porQueNao(motivo: string): string {
  const achada = recusas.find(([padrao]) => padrao.test(motivo));
  return achada?.[1] ?? 'Poxa, essa acabou de ser preenchida por outra pessoa';
}

/** "no Hospital", "na Santa Casa". */
function em(hospital: string): string {
  return /^(santa casa|upa|maternidade|cl[íi]nica|ubs|ama|benefic[êe]ncia)\b/i.test(hospital)
    ? `na ${hospital}`
    : `no ${hospital}`;
}

export function oferta(vaga: VagaLida, comeco = 'Tenho uma'): string {
  const cidade = vaga.cidade && !vaga.hospital.includes(vaga.cidade) ? `, ${vaga.cidade}` : '';
  const fatos = [
    `${comeco} ${em(vaga.hospital)}${cidade}`,
    vaga.quando,
    vaga.horario ?? vaga.periodo,
    vaga.setor,
  ].filter((fato) => fato !== null);
  return `${fatos.join(', ')}${vaga.valor ? `, pagando ${vaga.valor}` : ''}. O que acha?`;
}

export function confirmacao(vaga: VagaLida): string {
  const quando = [vaga.quando, vaga.horario ?? vaga.periodo].filter((f) => f !== null).join(' ');
  return `Fechado! Reservei pra vc o plantão ${em(vaga.hospital)}, ${quando}${vaga.valor ? `, ${vaga.valor}` : ''}. Qualquer imprevisto me avisa antes, tá?`;
}
