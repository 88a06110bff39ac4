export default function Home() {
  return <main>soon</main>
}
