curl.exe "https://a.example/windows" ^
  -H "X-One: 1"
curl 'https://a.example/browser' -H 'accept: */*' --data-raw $'{"text":"it\'s \u00e9"}' -H 'content-type: application/json' --compressed
curl -sSLo out.json -w '%{http_code}' https://a.example/flags > log.txt 2>&1 && echo done
curl https://a.example/one https://a.example/two
curl https://a.example/three --next -X PUT https://a.example/four
curl "https://a.example/users/YOUR_USER_ID/$(whoami)/x"
