import * as logs from 'aws-cdk-lib/aws-logs';

/** What a log group masks for all who may not unmask it. CloudWatch charges for what it looks through. */
export class LogMasking {
  /** AWS secret keys and private keys. */
  public static credentials(): LogMasking {
    return new LogMasking(CREDENTIALS);
  }

  /** Credentials, and personal data that is written alike everywhere: addresses of people, mailboxes and machines, names, payment cards. */
  public static personalData(): LogMasking {
    return new LogMasking([...CREDENTIALS, ...PERSONAL_DATA]);
  }

  /** What these identifiers find, as those of one country. */
  public static of(...identifiers: logs.DataIdentifier[]): LogMasking {
    return new LogMasking(identifiers);
  }

  private constructor(
    /** What is looked for. */
    public readonly identifiers: logs.DataIdentifier[],
  ) {}
}

const { DataIdentifier } = logs;
const CREDENTIALS = [
  DataIdentifier.AWSSECRETKEY,
  DataIdentifier.OPENSSHPRIVATEKEY,
  DataIdentifier.PGPPRIVATEKEY,
  DataIdentifier.PKCSPRIVATEKEY,
  DataIdentifier.PUTTYPRIVATEKEY,
];
const PERSONAL_DATA = [
  DataIdentifier.ADDRESS,
  DataIdentifier.CREDITCARDNUMBER,
  DataIdentifier.CREDITCARDSECURITYCODE,
  DataIdentifier.EMAILADDRESS,
  DataIdentifier.IPADDRESS,
  DataIdentifier.NAME,
];
