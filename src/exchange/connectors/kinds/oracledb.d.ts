/** What is used of node-oracledb, which brings no types: its thin mode, pure JavaScript. */
declare module 'oracledb' {
  export interface Connection {
    execute(text: string, values?: readonly string[]): Promise<{ readonly rows?: (string | null)[][] }>;
    close(): Promise<void>;
  }
  const oracledb: {
    getConnection(access: {
      readonly user: string;
      readonly password: string;
      readonly connectString: string;
    }): Promise<Connection>;
  };
  export default oracledb;
}
