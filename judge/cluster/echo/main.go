// A small HTTP server for checks of the cluster: says who it is, asks others, and uses CPU when it is told to.
// As `echo get URL` it is a client: what `kubectl exec` runs where an image has nothing else in it; as `echo eat` it uses memory until it is killed.
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

var client = http.Client{Timeout: 3 * time.Second}

func get(url string) (string, error) {
	answer, err := client.Get(url)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 1<<16))
	return string(body), err
}

func main() {
	if len(os.Args) == 3 && os.Args[1] == "get" {
		body, err := get(os.Args[2])
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Print(body)
		return
	}
	if len(os.Args) == 2 && os.Args[1] == "eat" {
		for eaten := [][]byte{}; ; time.Sleep(100 * time.Millisecond) {
			eaten = append(eaten, bytes.Repeat([]byte{1}, 4<<20))
		}
	}
	name, _ := os.Hostname()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		log.Println(r.Method, r.URL, "of", r.RemoteAddr)
		fmt.Fprintln(w, name)
	})
	// One core for so many seconds, for autoscaling to see.
	http.HandleFunc("/burn", func(w http.ResponseWriter, r *http.Request) {
		seconds, _ := time.ParseDuration(r.FormValue("for"))
		go func() {
			for end := time.Now().Add(min(seconds, 5*time.Minute)); time.Now().Before(end); {
			}
		}()
		fmt.Fprintln(w, "burning", seconds)
	})
	server := http.Server{Addr: ":8080"}
	go func() {
		told := make(chan os.Signal, 1)
		signal.Notify(told, syscall.SIGTERM, syscall.SIGINT)
		<-told
		log.Println("told to end")
		server.Shutdown(context.Background())
	}()
	log.Println("listening at", server.Addr)
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatal(err)
	}
}
