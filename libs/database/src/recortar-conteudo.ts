import { textoDoConteudo, type Conteudo } from '@julia/domain';

interface ConteudoRecortado {
  readonly conteudo: Conteudo;
  readonly texto: string;
  /** Of the text before cutting, in UTF-16 units. */
  readonly tamanhoOriginal: number;
}

/** The content with every text cut to `limite`, so that a huge message is stored, small, with its original length. */
export function recortarConteudo(conteudo: Conteudo, limite: number): ConteudoRecortado {
  const texto = textoDoConteudo(conteudo);
  const tamanhoOriginal = texto.length;
  if (tamanhoOriginal <= limite) return { conteudo, texto, tamanhoOriginal };
  return { conteudo: recortado(conteudo, limite), texto: cortar(texto, limite), tamanhoOriginal };
}

function recortado(conteudo: Conteudo, limite: number): Conteudo {
  switch (conteudo.tipo) {
    case 'texto':
      return { ...conteudo, texto: cortar(conteudo.texto, limite) };
    case 'imagem':
    case 'video':
    case 'documento':
      return { ...conteudo, legenda: cortar(conteudo.legenda ?? '', limite) };
    case 'localizacao':
      return {
        ...conteudo,
        nome: cortar(conteudo.nome ?? '', limite),
        endereco: cortar(conteudo.endereco ?? '', limite),
      };
    case 'contato':
      return { ...conteudo, nomes: caber(conteudo.nomes, limite) };
    case 'enquete':
      return {
        ...conteudo,
        nome: cortar(conteudo.nome, limite),
        opcoes: caber(conteudo.opcoes, limite),
      };
    case 'audio':
    case 'sticker':
    case 'reacao':
    case 'desconhecido':
      return conteudo;
  }
}

/** As many items as fit together. */
function caber(itens: readonly string[], limite: number): string[] {
  let resta = limite;
  return itens.flatMap((item) => {
    const parte = cortar(item, Math.max(0, resta));
    resta -= item.length;
    return parte === '' ? [] : [parte];
  });
}

/** Never between the halves of a surrogate pair. */
function cortar(texto: string, limite: number): string {
  const parte = texto.slice(0, limite);
  return /[\uD800-\uDBFF]$/.test(parte) && texto.length > limite ? parte.slice(0, -1) : parte;
}
