// Public APIs to begin with, one of each kind. The hub fetches them when they are chosen.

export interface Example {
  name: string;
  kind: string;
  words: string;
  url: string;
}

export const EXAMPLES: readonly Example[] = [
  { name: 'Petstore', kind: 'OpenAPI', words: 'Pets, orders and users of a shop that everybody knows.', url: 'https://petstore3.swagger.io/api/v3/openapi.json' },
  { name: 'Weather', kind: 'OpenAPI', words: 'Forecasts and alerts of the US National Weather Service.', url: 'https://api.weather.gov/openapi.json' },
  { name: 'Countries', kind: 'GraphQL', words: 'Countries, continents and languages, asked for their schema.', url: 'https://countries.trevorblades.com/' },
  { name: 'Calculator', kind: 'SOAP', words: 'Four operations behind a WSDL.', url: 'http://www.dneonline.com/calculator.asmx?WSDL' },
];
