declare module '@lhncbc/ucum-lhc' {
  interface Conversion {
    status: 'succeeded' | 'failed' | 'error';
    toVal: number | null;
    msg: string[];
  }
  const ucum: {
    UcumLhcUtils: {
      getInstance(): {
        convertUnitTo(from: string, value: number, to: string, options?: { molecularWeight?: number }): Conversion;
      };
    };
  };
  export default ucum;
}
