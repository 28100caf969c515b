import type { Rule } from 'eslint'

export declare const withSvelte: string[]
export declare const reservedPackages: { package: RegExp; room: string }[]
export declare function roomsRule(src: string, table: Map<string, Set<string>>): Rule.RuleModule
