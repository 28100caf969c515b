/**
 * Why a file cannot be the firmware, by what it was recognised as: a heading, what it is, and what to
 * do instead.
 */
import type { ArchiveKind, FileKind, Recognised } from './refused-file'
import m from '../messages/compiled/refused-file'
import type { Message } from '../messages/format'

interface FileWords {
  title: Message
  what: Message
  step: Message
}

const archive = (what: Message): FileWords => ({
  title: m.title.archive,
  what,
  step: m.step.unpack,
})
/** The remedy is to take the official file. */
const other = (title: Message, what: Message): FileWords => ({ title, what, step: m.step.official })

const archives: Record<ArchiveKind, FileWords> = {
  zip: archive(m.what.zip),
  'empty-zip': archive(m.what.emptyZip),
  'zip-part': archive(m.what.zipPart),
  gzip: archive(m.what.gzip),
  '7z': archive(m.what.sevenZip),
  rar: archive(m.what.rar),
  xz: archive(m.what.xz),
  bzip2: archive(m.what.bzip2),
  'empty-bzip2': archive(m.what.emptyBzip2),
  zstandard: archive(m.what.zstandard),
  lz4: archive(m.what.lz4),
  lzip: archive(m.what.lzip),
  compress: archive(m.what.compress),
  cabinet: archive(m.what.cabinet),
  tar: archive(m.what.tar),
}

const kinds: Record<FileKind, FileWords> = {
  ...archives,
  uf2: other(m.title.otherBoard, m.what.uf2),
  'windows-program': other(m.title.otherBoard, m.what.windowsProgram),
  'intel-hex': other(m.title.otherBoard, m.what.intelHex),
  's-record': other(m.title.otherBoard, m.what.sRecord),
  elf: { title: m.title.elf, what: m.what.elf, step: m.step.elf },
  'esp8266-v2': other(m.title.secondFormat, m.what.secondFormat),
  mpy: { title: m.title.mpy, what: m.what.mpy, step: m.step.ownFile },
  littlefs: other(m.title.filesystem, m.what.littlefs),
  fat: other(m.title.filesystem, m.what.fat),
  romfs: other(m.title.filesystem, m.what.romfs),
  picture: other(m.title.notFirmware, m.what.picture),
  pdf: other(m.title.notFirmware, m.what.pdf),
  'partition-table': other(m.title.notFirmware, m.what.partitionTable),
  'web-page': { title: m.title.webPage, what: m.what.webPage, step: m.step.webPage },
  'git-lfs': { title: m.title.gitLfs, what: m.what.gitLfs, step: m.step.gitLfs },
  python: { title: m.title.python, what: m.what.python, step: m.step.ownFile },
  json: other(m.title.text, m.what.json),
  text: { title: m.title.text, what: m.what.text, step: m.step.ownFile },
  empty: { title: m.title.empty, what: m.what.empty, step: m.step.downloadAgain },
  erased: other(m.title.notForEsp8266, m.what.erased),
  zeros: other(m.title.notForEsp8266, m.what.zeros),
  'whole-flash': { title: m.title.wholeFlash, what: m.what.wholeFlash, step: m.step.wholeFlash },
  ota: { title: m.title.ota, what: m.what.ota, step: m.step.officialNoOta },
  arduino: other(m.title.noMicroPython, m.what.arduino),
  'espressif-at': other(m.title.noMicroPython, m.what.espressifAt),
  'esp8266-program': other(m.title.noMicroPython, m.what.esp8266Program),
  folder: { title: m.title.folder, what: m.what.folder, step: m.step.folder },
  unreadable: { title: m.title.unreadable, what: m.what.unreadable, step: m.step.unreadable },
}

export function fileWords(found: Recognised): FileWords {
  switch (found.kind) {
    case 'newer-chip':
    case 'newer-chip-factory':
      return other(m.title.otherChip, () => chipWords(found))
    case 'project':
      return other(m.title.noMicroPython, () => m.what.project(found))
    case 'erased-start': {
      const bytes = String(found.erasedBytes)
      return other(m.title.notForEsp8266, () => m.what.erasedStart({ bytes }))
    }
    case 'unknown':
      return other(m.title.notForEsp8266, () => m.what.unknown(found))
    case 'too-big': {
      const megabytes = Math.ceil(found.sizeBytes / 1024 / 1024)
      return other(m.title.tooBig, () => m.what.tooBig({ megabytes }))
    }
    case 'several-files':
      return {
        title: m.title.severalFiles,
        what: () => m.what.severalFiles(found),
        step: m.step.severalFiles,
      }
    default:
      return kinds[found.kind]
  }
}

type NewerChip = Recognised & { kind: 'newer-chip' | 'newer-chip-factory' }

function chipWords({ kind, chip }: NewerChip): string {
  if (kind === 'newer-chip') return chip ? m.what.newerChip({ chip }) : m.what.newerChipUnnamed()
  return chip ? m.what.newerChipFactory({ chip }) : m.what.newerChipFactoryUnnamed()
}
