/** Accounts in which AWS publishes layers, and the page that says so. */
export interface LayerPublisher {
  readonly layers: string;
  readonly link: string;
  readonly accounts: readonly string[];
}

/**
 * The accounts by which AWS publishes layers; most have one per region or partition.
 *
 * A test holds the first four equal to what aws-cdk-lib itself uses; where a region is missing, the documentation is ahead.
 * The others were compared with the tables of the pages that stand beside them, in November 2026.
 */
export const AWS_LAYERS: readonly LayerPublisher[] = [
  {
    layers: 'LambdaInsightsExtension',
    link: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Lambda-Insights-extension-versions.html',
    accounts: [
      '012438385374', '033019950311', '066549572091', '122132214140', '145023102084', '158895979263', '194566237122', '198461476570', '285320876703',
      '339249233099', '352183217350', '439286490199', '459530977127', '488211338238', '519774774795', '580247275435', '590183865173', '605207715842',
      '727646510379', '732604637566', '751350123760', '761018874580', '761377655185', '879381266642', '891564319516', '946466191631',
    ],
  },
  {
    layers: 'AWS-AppConfig-Extension',
    link: 'https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-integration-lambda-extensions-versions.html',
    accounts: [
      '000010852771', '027255383542', '039592058896', '066940009817', '080788657173', '203683718741', '282860088358', '307021474294', '359756378197',
      '418787028745', '421114256042', '434848589818', '489524808438', '493207061005', '554480029851', '559955524753', '574348263942', '586093569114',
      '615057806174', '615084187847', '630222743974', '646970417810', '662846165436', '706869817123', '728743619870', '758369105281', '826293736237',
      '946561847325', '946746059096', '958113053741', '980059726660',
    ],
  },
  {
    layers: 'AWS-Parameters-and-Secrets-Lambda-Extension',
    link: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-integration-lambda-extensions.html',
    accounts: [
      '015030872274', '044395824272', '070087711984', '127562683043', '129776340158', '133256977650', '133490724326', '176022468876', '177933569100',
      '187925254637', '200266452380', '287114880934', '287310001119', '317013901791', '325218067255', '345057560386', '427196147048', '490737872127',
      '524103009944', '576959938190', '590474943231', '665172237481', '738900069198', '768336418462', '772501565639', '780235371811', '832021897121',
      '858974508948', '933737806257', '997803712105',
    ],
  },
  { layers: 'aws-otel-', link: 'https://aws-otel.github.io/docs/getting-started/lambda', accounts: ['901920570463'] },
  {
    layers: 'AWSOpenTelemetryDistro',
    link: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-Enable-LambdaMain.html',
    accounts: [
      '039612877180', '152034782359', '156041407956', '257394471194', '490004653786', '595944127152', '610118373846', '615299751070', '713881805771',
      '739275441131', '746669239226', '796973505492', '888577020596', '904233096616', '980416031188', '980921751758',
    ],
  },
  {
    layers: 'AWSLambdaPowertools',
    link: 'https://docs.aws.amazon.com/powertools/python/latest/getting-started/install/',
    accounts: ['017000801446', '094274105915', '165087284144', '165093116878', '498634801083'],
  },
  {
    layers: 'AWSSDKPandas',
    link: 'https://aws-sdk-pandas.readthedocs.io/en/stable/layers.html',
    accounts: [
      '246107603503', '258944054355', '263840725265', '336392948345', '406640652441', '593833071574', '774444163449', '839552336658', '938046470361',
      '945386623051', '956415814219', '982086096842',
    ],
  },
  {
    layers: 'LambdaAdapterLayer',
    link: 'https://aws.github.io/aws-lambda-web-adapter/getting-started/zip-packages.html',
    accounts: ['041581134020', '069767869989', '753240598075'],
  },
];

const ACCOUNTS = new Set(AWS_LAYERS.flatMap(({ accounts }) => accounts));

/** Whether AWS publishes layers by an account. */
export function isPublishedByAws(account: string): boolean {
  return ACCOUNTS.has(account);
}
