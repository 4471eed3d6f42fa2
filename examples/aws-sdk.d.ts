// The Node.js runtimes of Lambda bring the AWS SDK, so the examples neither install nor bundle it: to the compiler its
// clients are of any type. An application of your own would install the clients that it uses as development dependencies.
declare module '@aws-sdk/*';
