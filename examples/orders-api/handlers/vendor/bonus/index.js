// As the operator of the bonus programme delivers it. It trusts whatever it is given, so the stack enforces a boundary before it.
'use strict';

const PROGRAMME = 'https://bonus.example.com/shops/goat-shop/orders';

exports.handler = async event => {
  for (const { Sns } of event.Records) {
    const answer = await fetch(`${PROGRAMME}/${Sns.Message}`, { method: 'PUT', signal: AbortSignal.timeout(2000) });
    if (!answer.ok) throw new Error(`the bonus programme answered ${answer.status}`);
  }
};
