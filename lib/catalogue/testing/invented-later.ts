// A second set, of other trades, written down after the first had been used to mend the classifier.

export const INVENTED_LATER: Readonly<Record<string, string>> = {
  Read: `
    vault_read_secret | Reads a secret at a path
    secret.versions | Versions of a secret
    dns_lookup | Resolves a host name
    whois_domain | Who owns a domain
    ssl_check | Checks a certificate
    list_zones |
    zoneRecords | All records of a zone
    patient_search | Searches patients by name and birth date
    get_lab_results | Results of a patient's tests
    drug_interactions | Interactions between two drugs
    icd10_details | Details of a diagnosis code
    employee_directory | People of the company
    payslip_download | Downloads a payslip
    leave_balance | Days of leave that are left
    open_tickets | Tickets that nobody has solved
    sla_report | How fast tickets were answered
    find_duplicates | Finds records that look alike
    wiki_page_history | Earlier versions of a page
    read_page | Reads a page of the wiki
    backlinks | Pages that link here
    match_history | Games that a player has played
    leaderboard | Best players of the season
    player_stats | Figures of a player
    track_parcel | Where a parcel is
    quote_shipping | Prices of carriers for a parcel
    stock_level | How many pieces are in a warehouse
    product_reviews | What buyers wrote
    hotel_availability | Free rooms between two dates
    flight_status | Whether a flight is late
    seat_map | Seats of a flight
    call_recordings | Recordings of telephone calls
    sms_delivery_status | Whether a message has arrived
    list_voices | Voices that can speak
    transcribe_audio | Turns speech into text
    ocr_image | Reads the text of a picture
    classify_text | Assigns a text to a topic
    embed_query | Computes the vector of a text
    similarity_search | Finds documents with near vectors
    model_metrics | Loss and accuracy of a training run
    list_experiments |
    dataset_preview | First rows of a data set
    warehouse_usage | Credits that a warehouse used
    lineage | Tables that a view is made of
    alert_rules | Rules that raise alerts
    query_metrics | Queries metrics over a time range
    search_logs | Searches log lines
    trace_details | Spans of a trace
    incident_timeline | What happened in an incident
    who_is_on_call | Who is on call now
    user_permissions | Permissions of a user
    audit_trail | Who changed what
    feature_flag_status | Whether a flag is on
    tf_plan | Shows what terraform would change
    helm_history | Releases of a chart
    image_layers | Layers of an image
    cve_details | Details of a vulnerability
    scan_results | Findings of the last scan
    contract_abi | Interface of a contract
    transaction_receipt | Receipt of a transaction
    court_cases | Cases of a court
    law_text | Text of a statute
    company_financials | Balance sheet and income of a company
    earnings_calendar | When companies report
    historical_prices | Prices of the past
    recipe_ideas | Suggests recipes
    nearby_restaurants | Restaurants near a place
    sunrise_sunset | When the sun rises and sets
    consulta_cep | Consulta um endereço pelo CEP
    listarFacturas | Devuelve las facturas del mes
    calcular_frete | Calcula o frete de um pedido
    mostrar_inventario | Muestra el inventario
    detalhes_do_produto | Detalhes de um produto
    cotizar_envio | Cotiza un envío
    pesquisar_processos | Pesquisa processos judiciais
    resumen_de_ventas | Resumen de ventas del mes`,
  Write: `
    tf_apply | Applies the plan of terraform
    vault_write_secret | Writes a secret at a path
    dns_record_upsert | Creates or changes a record
    add_allergy | Adds an allergy to a patient's file
    book_appointment | Books an appointment with a doctor
    refer_patient | Sends a patient to a specialist
    request_leave | Asks for days of leave
    onboard_employee | Sets up a new employee
    update_job_title | Changes the title of an employee
    escalate_ticket | Gives a ticket to the next level
    close_ticket | Closes a ticket with a note
    add_comment | Comments on a page
    restore_page_version | Brings back an earlier version
    create_redirect | Creates a redirect from one path to another
    translate_and_save | Translates a page and saves it
    set_stock | Sets the number of pieces
    adjust_price | Changes the price of a product
    create_coupon | Makes a coupon
    print_label | Sends a label to the printer
    send_sms | Sends a text message
    forward_call | Forwards a call to another number
    set_voicemail_greeting | Stores a greeting
    clone_voice | Makes a copy of a voice from samples
    upload_dataset | Uploads a data set
    register_model | Registers a model in the registry
    annotate_image | Draws boxes on a picture
    create_dashboard | Creates a dashboard
    silence_alert | Mutes an alert for a time
    acknowledge_incident | Says that somebody is on it
    enable_flag | Switches a feature flag on
    grant_role | Gives a role to a user
    disable_user | Blocks the sign-in of a user
    rotate_key | Replaces a key by a new one
    resize_disk | Makes a disk larger
    attach_volume | Attaches a volume to a machine
    add_firewall_rule | Adds a rule
    tag_resource | Puts a tag on a resource
    import_contacts | Imports contacts from a file
    sync_calendar | Makes two calendars alike
    share_document | Shares a document with somebody
    sign_document | Puts a signature under a document
    file_motion | Files a motion with the court
    submit_form | Submits a form
    bookmark_page | Keeps a page for later
    like_post | Likes a post
    follow | Follows somebody
    set_alarm | Sets an alarm
    dim_lights | Dims the lights
    arm_alarm | Arms the alarm system
    set_scene | Stores the state of the lights as a scene
    rename_device | Renames a device
    write_memory | Writes a memory
    update_graph | Updates nodes of a graph
    crear_cita | Crea una cita
    registrarGasto | Registra un gasto
    editar_perfil | Edita o perfil
    cadastrar_produto | Cadastra um produto
    mover_tarjeta | Mueve una tarjeta a otra lista
    responder_ticket | Responde a un ticket
    publicar_entrada | Publica una entrada en el blog
    anexar_documento | Anexa um documento ao processo
    activar_usuario | Activa un usuario
    configurar_webhook | Configura un webhook
    users | Manages users: list, create or update them`,
  Execute: `
    run_playbook | Runs a playbook on hosts
    helm_upgrade_run | Runs an upgrade
    start_container | Starts a container
    stop_container | Stops a container
    docker_exec | Executes a command in a container
    ssh_command | Runs a command on a host over SSH
    invoke_agent | Calls another agent
    train_model | Trains a model
    start_training_job | Starts a training
    stop_job | Stops a job
    predict_batch_run | Starts a batch prediction
    generate_image | Draws a picture from words
    synthesize_speech_generate | Generates speech
    refresh_materialized_view_run | Runs the refresh of a view
    trigger_dag | Starts a DAG
    replay_events | Replays events
    run_query | Runs a query
    execute_cypher | Executes Cypher
    eval | Evaluates an expression in the interpreter
    launch_app | Starts an app on the phone
    tap | Taps on the screen
    swipe_left | Swipes to the left
    press_home | Presses the home button
    scroll_page | Scrolls
    robot_move_arm_execute | Executes a movement
    start_engine | Starts the engine
    unlock_and_start_car | Unlocks the car and starts it
    brew_coffee_start | Starts to brew
    call_phone | Calls a number
    hangup | Ends a call
    simulate_market | Simulates a market
    backtest_strategy | Tests a strategy on past prices
    restart_service | Restarts a service
    failover | Executes a failover
    run_tests | Runs the tests
    compile_project | Compiles the project
    install_package | Installs a package
    cancel_workflow_run | Stops a workflow
    detener_proceso | Detiene un proceso
    gerar_relatorio | Gera um relatório em segundo plano
    ejecutarScript | Ejecuta un script
    reiniciar_instancia | Reinicia a instância`,
  Destructive: `
    vault_destroy_version | Destroys a version of a secret
    delete_zone |
    dns_record_remove | Takes a record out of a zone
    delete_patient_record | Deletes a patient's file
    offboard_employee | Revokes all access and deletes the accounts of an employee
    ticket_purge | Purges solved tickets
    delete_page | Deletes a page
    remove_product | Takes a product out of the shop
    clear_cart | Empties the cart
    cancel_order | Cancels an order
    cancel_appointment | Cancels an appointment
    delete_voice | Deletes a voice
    drop_dataset | Drops a data set
    delete_model_version | Deletes a version of a model
    drop_collection | Drops a collection
    delete_vectors | Deletes vectors by their ids
    flush_cache | Throws away what is cached
    delete_dashboard | Deletes a dashboard
    revoke_session | Ends a session for good
    remove_role_binding | Takes a role away
    detach_and_delete_volume | Detaches a volume and deletes it
    terraform.workspace.delete |
    prune_images | Removes images that nobody uses
    docker_rm | Removes a container
    git_branch_delete | Deletes a branch
    reset_database | Puts the database back to nothing
    factory_reset | Sets a device back to its factory state and erases all data
    erase_disk | Erases a disk
    kill_process | Kills a process
    unfriend_and_block_delete | Removes a friend
    delete_all_memories | Forgets everything
    deleteEntities | Deletes entities and their relations
    revoke_consent | Takes a consent back
    eliminar_cita | Elimina una cita
    excluirProduto | Exclui um produto do catálogo
    borrar_base_de_datos | Borra la base de datos
    remover_acesso | Remove o acesso de um usuário
    anular_pedido | Anula un pedido
    suprimir_registro | Suprime un registro
    destruir_instancia | Destruye una instancia`,
  Financial: `
    pay_salary | Pays the salary of an employee
    run_payroll | Pays everybody
    reimburse_expense | Gives an employee money back
    charge_card | Charges a card
    refund_order | Gives the price of an order back
    create_payment_intent | Creates a payment intent
    confirm_payment | Confirms a payment
    create_charge |
    settle_invoice | Pays an invoice
    issue_credit | Credits a customer's account with money
    place_order | Orders goods; the card on file is charged
    buy_shipping_label | Buys a label
    purchase_gift_card | Buys a gift card
    renew_domain_purchase | Buys another year of a domain
    buy_credits | Buys credits
    subscribe_plan_payment | Starts to pay for a plan
    execute_trade | Executes a trade
    modify_limit_order | Changes a limit order on the exchange
    cancel_limit_order | Takes a limit order off the exchange
    deposit_collateral | Deposits collateral
    borrow_asset | Borrows an asset against collateral
    repay_loan | Pays a loan back
    claim_and_withdraw | Withdraws rewards
    send_bitcoin | Sends bitcoin
    transfer_usdc | Transfers USDC to a wallet
    sign_and_send_transaction | Signs and sends a transaction
    swap | Swaps tokens on a decentralised exchange
    fund_wallet | Puts money into a wallet
    pay_invoice_lightning | Pays a lightning invoice
    create_bid | Bids in an auction
    top_up_phone | Adds credit to a prepaid number and charges the wallet
    send_gift_payment | Sends money as a gift
    authorize_payment | Reserves an amount on a card
    pagar_factura | Paga una factura
    transferirDinero | Transfiere dinero
    gerar_boleto | Gera um boleto para cobrança
    criar_cobranca | Cria uma cobrança Pix
    depositar_fondos | Deposita fondos en una cuenta
    realizar_transferencia | Realiza una transferencia bancaria
    comprarAccion | Compra acciones
    retirar_fondos | Retira fondos de la cuenta
    cancelar_assinatura_pagamento | Cancela uma cobrança recorrente`,
}
