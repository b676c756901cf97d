/** What stands in a box: nobody can measure letters here, so their widths are taken on the safe side. */
export interface BoxText {
    /** The kind of thing. */
    readonly label: string;
    /** Its name, in two lines if it is long, shortened in the middle if it is very long. */
    readonly name: readonly string[];
    /** What is wrong or missing, broken into lines. */
    readonly says: readonly string[];
}

/** Letters of a name, which all have one width, and of other text. */
const nameLetter = 7.3;
const smallLetter = 6;

/** Beside the text: the icon at its left, and the space at both ends. */
export const textStart = 38;
const textEnd = 14;

const widest = { name: 26, says: 36 };
export const lineHeight = { name: 17, says: 15 };
const head = 30;
const linesAtMost = 6;

export function linesOf(label: string, name: string, says: readonly string[]): BoxText {
    const lines = says.flatMap((each) => wrapped(each, widest.says));
    const isCut = lines.length > linesAtMost;
    const shown = isCut ? lines.slice(0, linesAtMost) : lines;
    const last = shown.pop();
    if (last !== undefined) shown.push(isCut ? `${last}…` : last);
    return {
        label,
        name: wrapped(shortened(name, 2 * widest.name - 8), widest.name).slice(0, 2),
        says: shown,
    };
}

/** Above what is said: the kind and the name. */
export function headOf(name: BoxText["name"]): number {
    return head + name.length * lineHeight.name;
}

export function sizeOf({ label, name, says }: BoxText): { width: number; height: number } {
    const text = Math.max(
        ...name.map((line) => cellsOf(line) * nameLetter),
        cellsOf(label) * smallLetter,
        ...says.map((line) => cellsOf(line) * smallLetter),
    );
    return {
        width: Math.ceil(Math.max(112, textStart + text + textEnd)),
        height: headOf(name) + (says.length === 0 ? 0 : says.length * lineHeight.says + 5),
    };
}

/** The end of a name often tells more than its middle. */
export function shortened(text: string, most: number): string {
    const letters = Array.from(text);
    if (cellsOf(text) <= most) return text;
    // Wide letters take two cells.
    const room = letters.length === cellsOf(text) ? most - 1 : Math.floor((most - 1) / 2);
    const end = Math.floor(room / 2);
    return `${letters.slice(0, room - end).join("")}…${letters.slice(letters.length - end).join("")}`;
}

/** A name in a line that says more than the name. */
export function briefly(name: string): string {
    return shortened(name, 36);
}

/** Words in lines; a word that is longer than a line is cut. */
export function wrapped(text: string, most: number): readonly string[] {
    const lines: string[] = [];
    let line = "";
    for (const word of text.split(/\s+/).flatMap((each) => piecesOf(each, most))) {
        const longer = line === "" ? word : `${line} ${word}`;
        if (cellsOf(longer) <= most) line = longer;
        else {
            lines.push(line);
            line = word;
        }
    }
    if (line !== "") lines.push(line);
    return lines;
}

function piecesOf(word: string, most: number): readonly string[] {
    const letters = Array.from(word);
    if (cellsOf(word) <= most) return [word];
    const size = letters.length === cellsOf(word) ? most : Math.floor(most / 2);
    const pieces: string[] = [];
    for (let i = 0; i < letters.length; i += size) pieces.push(letters.slice(i, i + size).join(""));
    return pieces;
}

const wide =
    /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f000}-\u{3fffd}]/u;

/** Letters of the East and pictures are twice as wide. */
function cellsOf(text: string): number {
    let cells = 0;
    for (const letter of text) cells += wide.test(letter) ? 2 : 1;
    return cells;
}
