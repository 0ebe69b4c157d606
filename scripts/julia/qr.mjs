// A QR code as text for a terminal: byte mode, error correction L, versions 1 to 20 (858 bytes; WhatsApp's are near 240).
// By ISO/IEC 18004. Nothing is imported, because it is piped into a container whose one program is node.

/** Error correction bytes per block and number of blocks for level L, by version from 1. */
const correcaoPorBloco = [
  7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
];
const blocosPorVersao = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8];

/** Powers of 2 and their logarithms in the field of 256 elements over x^8+x^4+x^3+x^2+1. */
const potencias = new Uint8Array(255);
const logaritmos = new Uint8Array(256);
for (let i = 0, valor = 1; i < 255; i += 1) {
  potencias[i] = valor;
  logaritmos[valor] = i;
  valor = valor & 0x80 ? (valor << 1) ^ 0x11d : valor << 1;
}
const vezes = (a, b) => (a && b ? potencias[(logaritmos[a] + logaritmos[b]) % 255] : 0);

function correcao(dados, grau) {
  let gerador = [1];
  for (let i = 0; i < grau; i += 1) {
    const proximo = new Array(gerador.length + 1).fill(0);
    gerador.forEach((coeficiente, j) => {
      proximo[j] ^= coeficiente;
      proximo[j + 1] ^= vezes(coeficiente, potencias[i]);
    });
    gerador = proximo;
  }
  const resto = [...dados, ...new Array(grau).fill(0)];
  for (let i = 0; i < dados.length; i += 1) {
    const fator = resto[i];
    if (fator) gerador.forEach((coeficiente, j) => (resto[i + j] ^= vezes(coeficiente, fator)));
  }
  return resto.slice(dados.length);
}

/** Centres of the alignment patterns along one axis. */
function alinhamentos(versao) {
  if (versao === 1) return [];
  const quantos = Math.floor(versao / 7) + 2;
  const ultimo = versao * 4 + 10;
  const passo = Math.ceil((ultimo - 6) / (quantos - 1) / 2) * 2;
  return [6, ...Array.from({ length: quantos - 1 }, (_, i) => ultimo - passo * (quantos - 2 - i))];
}

/** Bytes that fit into a version, data and correction together. */
function capacidade(versao) {
  let bits = (16 * versao + 128) * versao + 64;
  if (versao >= 2) {
    const n = Math.floor(versao / 7) + 2;
    bits -= (25 * n - 10) * n - 55;
    if (versao >= 7) bits -= 36;
  }
  return Math.floor(bits / 8);
}

const bytesDeDados = (versao) =>
  capacidade(versao) - correcaoPorBloco[versao - 1] * blocosPorVersao[versao - 1];

function escolherVersao(tamanho) {
  for (let versao = 1; versao <= 20; versao += 1) {
    if (tamanho + (versao < 10 ? 2 : 3) <= bytesDeDados(versao)) return versao;
  }
  throw new Error('texto longo demais para um QR code');
}

/** Mode, length, text, end and padding, then blocks with their correction, interleaved. */
function palavras(texto, versao) {
  const bytes = [...new TextEncoder().encode(texto)];
  const larguraDoTamanho = versao < 10 ? 8 : 16;
  const total = bytesDeDados(versao);
  let bits = '0100' + bytes.length.toString(2).padStart(larguraDoTamanho, '0');
  bits += bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  bits += '0000'.slice(0, Math.min(4, total * 8 - bits.length));
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
  const dados = (bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2));
  for (let i = 0; dados.length < total; i += 1) dados.push(i % 2 ? 0x11 : 0xec);

  const quantos = blocosPorVersao[versao - 1];
  const curtos = quantos - (total % quantos);
  const blocos = [];
  for (let i = 0, inicio = 0; i < quantos; i += 1) {
    const fim = inicio + Math.floor(total / quantos) + (i < curtos ? 0 : 1);
    blocos.push(dados.slice(inicio, fim));
    inicio = fim;
  }
  const correcoes = blocos.map((bloco) => correcao(bloco, correcaoPorBloco[versao - 1]));
  const entrelacar = (listas) =>
    Array.from({ length: Math.max(...listas.map((lista) => lista.length)) }, (_, i) =>
      listas.flatMap((lista) => (i < lista.length ? [lista[i]] : [])),
    ).flat();
  return [...entrelacar(blocos), ...entrelacar(correcoes)];
}

const mascaras = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The fixed figures: finders, alignment, timing, version. `null` is free for data. */
function molde(versao) {
  const lado = versao * 4 + 17;
  const m = Array.from({ length: lado }, () => new Array(lado).fill(null));
  const por = (x, y, escuro) => {
    if (x >= 0 && y >= 0 && x < lado && y < lado) m[y][x] = escuro;
  };
  const anel = (cx, cy, raio, claro) => {
    for (let dy = -raio; dy <= raio; dy += 1) {
      for (let dx = -raio; dx <= raio; dx += 1) {
        por(cx + dx, cy + dy, !claro.includes(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  };
  for (let i = 0; i < lado; i += 1) {
    por(6, i, i % 2 === 0);
    por(i, 6, i % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [lado - 4, 3],
    [3, lado - 4],
  ])
    anel(x, y, 4, [2, 4]);
  const centros = alinhamentos(versao);
  const fim = centros.at(-1);
  for (const x of centros) {
    for (const y of centros) {
      const canto = (x === 6 && y === 6) || (x === 6 && y === fim) || (x === fim && y === 6);
      if (!canto) anel(x, y, 2, [1]);
    }
  }
  formato(m, 0);
  if (versao >= 7) {
    const codigo = comResto(versao, 12, 0x1f25);
    for (let i = 0; i < 18; i += 1) {
      const a = lado - 11 + (i % 3);
      const b = Math.floor(i / 3);
      por(a, b, Boolean((codigo >> i) & 1));
      por(b, a, Boolean((codigo >> i) & 1));
    }
  }
  return m;
}

/** A value followed by its remainder after division by a polynomial. */
function comResto(valor, grau, polinomio) {
  let resto = valor;
  for (let i = 0; i < grau; i += 1) resto = (resto << 1) ^ ((resto >> (grau - 1)) * polinomio);
  return (valor << grau) | resto;
}

/** Level L and the mask, written twice. */
function formato(m, mascara) {
  const lado = m.length;
  const codigo = comResto((1 << 3) | mascara, 10, 0x537) ^ 0x5412;
  const bit = (i) => Boolean((codigo >> i) & 1);
  for (let i = 0; i <= 5; i += 1) m[i][8] = bit(i);
  m[7][8] = bit(6);
  m[8][8] = bit(7);
  m[8][7] = bit(8);
  for (let i = 9; i < 15; i += 1) m[8][14 - i] = bit(i);
  for (let i = 0; i < 8; i += 1) m[8][lado - 1 - i] = bit(i);
  for (let i = 8; i < 15; i += 1) m[lado - 15 + i][8] = bit(i);
  m[lado - 8][8] = true;
}

/** Data in columns of two from the right, up and down by turns, under a mask. */
function preencher(fixo, bytes, mascara) {
  const lado = fixo.length;
  const m = fixo.map((linha) => [...linha]);
  let i = 0;
  for (let direita = lado - 1; direita >= 1; direita -= 2) {
    if (direita === 6) direita = 5;
    for (let passo = 0; passo < lado; passo += 1) {
      const sobe = ((direita + 1) & 2) === 0;
      const y = sobe ? lado - 1 - passo : passo;
      for (const x of [direita, direita - 1]) {
        if (fixo[y][x] !== null) continue;
        const bit = i < bytes.length * 8 ? Boolean((bytes[i >> 3] >> (7 - (i & 7))) & 1) : false;
        m[y][x] = bit !== mascaras[mascara](x, y);
        i += 1;
      }
    }
  }
  formato(m, mascara);
  return m;
}

/** How hard a picture is to read, by the standard's four rules. */
function custo(m) {
  const lado = m.length;
  const linhas = [...m, ...m[0].map((_, x) => m.map((linha) => linha[x]))];
  let total = 0;
  for (const linha of linhas) {
    const texto = linha.map((escuro) => (escuro ? '1' : '0')).join('');
    for (const [sequencia] of texto.matchAll(/0{5,}|1{5,}/g)) total += sequencia.length - 2;
    for (let i = 0; i + 11 <= lado; i += 1) {
      const trecho = texto.slice(i, i + 11);
      if (trecho === '10111010000' || trecho === '00001011101') total += 40;
    }
  }
  let escuros = 0;
  for (let y = 0; y < lado; y += 1) {
    for (let x = 0; x < lado; x += 1) {
      if (m[y][x]) escuros += 1;
      if (x + 1 < lado && y + 1 < lado) {
        const iguais =
          m[y][x] === m[y][x + 1] && m[y][x] === m[y + 1][x] && m[y][x] === m[y + 1][x + 1];
        if (iguais) total += 3;
      }
    }
  }
  return total + Math.floor(Math.abs((escuros * 20) / (lado * lado) - 10)) * 10;
}

/** Rows of dark (true) and light modules. */
export function matrizQr(texto) {
  const versao = escolherVersao(new TextEncoder().encode(texto).length);
  const bytes = palavras(texto, versao);
  const fixo = molde(versao);
  const opcoes = mascaras.map((_, mascara) => preencher(fixo, bytes, mascara));
  const custos = opcoes.map(custo);
  return opcoes[custos.indexOf(Math.min(...custos))];
}

/** Two rows per line of text. With colours it is black on white whatever the terminal's own colours are. */
export function desenharQr(texto, comCores) {
  const margem = 2;
  const m = matrizQr(texto);
  const escuro = (x, y) => m[y - margem]?.[x - margem] ?? false;
  const lado = m.length + 2 * margem;
  const linhas = [];
  for (let y = 0; y < lado; y += 2) {
    let linha = '';
    for (let x = 0; x < lado; x += 1) {
      const [cima, baixo] = [escuro(x, y), escuro(x, y + 1)];
      // Without colours light modules are drawn: most terminals are dark.
      const pintar = comCores ? [cima, baixo] : [!cima, !baixo];
      linha += pintar[0] ? (pintar[1] ? '█' : '▀') : pintar[1] ? '▄' : ' ';
    }
    linhas.push(comCores ? `\u001b[30;107m${linha}\u001b[0m` : linha);
  }
  return linhas.join('\n');
}
