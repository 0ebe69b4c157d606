import { describe, expect, it } from '@jest/globals';
import type { Conteudo } from '../whatsapp/evento.ts';
import { textoDoConteudo } from './texto-do-turno.ts';

describe('textoDoConteudo', () => {
  it.each<[Conteudo, string]>([
    [{ tipo: 'texto', texto: 'oi' }, 'oi'],
    [{ tipo: 'imagem', legenda: 'meu CRM', mimetype: 'image/jpeg' }, 'meu CRM'],
    [{ tipo: 'imagem', legenda: null, mimetype: null }, ''],
    [{ tipo: 'video', legenda: 'olha isso' }, 'olha isso'],
    [{ tipo: 'documento', nome: 'a.pdf', mimetype: null, legenda: null }, ''],
    [
      { tipo: 'localizacao', latitude: 1, longitude: 2, nome: 'Hospital', endereco: 'Rua A' },
      '[localização] Hospital Rua A',
    ],
    [
      { tipo: 'localizacao', latitude: 1, longitude: 2, nome: null, endereco: null },
      '[localização]',
    ],
    [{ tipo: 'contato', nomes: ['Ana', 'Bia'] }, '[contato] Ana, Bia'],
    [{ tipo: 'enquete', nome: 'Dia?', opcoes: ['seg', 'ter'] }, '[enquete] Dia?: seg, ter'],
    [{ tipo: 'audio', segundos: 3, mimetype: null }, ''],
    [{ tipo: 'sticker' }, ''],
    [{ tipo: 'reacao', emoji: '👍', alvoIdProvedor: null }, ''],
    [{ tipo: 'desconhecido', tipoOriginal: 'x' }, ''],
  ])('reads %j as "%s"', (conteudo, texto) => {
    expect(textoDoConteudo(conteudo)).toBe(texto);
  });
});
